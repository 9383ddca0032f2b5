/** For what the decoder calls an unread image. One text for all tables: the name is a setting of the whole task. */
export function unreadImageWarning(member: string): string {
  return (
    `Updates have an object ${JSON.stringify(member)}, which looks like a before-image and is not read: ` +
    'an update that changes the key leaves the old row. ' +
    'Set BeforeImageSettings.FieldName of the DMS task to before-image, and reload the tables whose keys change.'
  );
}
