/** A text that may be shown: of each URL in it the password is left out. */
export function hidePasswords(text: string): string {
  return text.replaceAll(/([a-z][a-z0-9+.-]*:\/\/[^\s:/@]*):[^\s/]*@/giu, '$1:…@');
}
