/** For what the decoder calls an unread image. One text for all tables: the name is a setting of the whole task. */
export function unreadImageWarning(member: string): string {
  return (
    `Updates have an object ${JSON.stringify(member)}, which looks like a before-image and is not read: ` +
    'an update that changes the key leaves the old row. ' +
    `If it is one, set kinesis.beforeImageField of the sink to ${JSON.stringify(member)}, as BeforeImageSettings.FieldName of the DMS task is; ` +
    'then load the tables whose keys change again.'
  );
}
