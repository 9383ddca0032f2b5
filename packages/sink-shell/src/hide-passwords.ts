/** The text with the password of every URL in it replaced, also one among its parameters. The last guard: nothing should log a URL with a password. */
export function hidePasswords(text: string): string {
  return text
    .replace(/(\b[a-z][a-z0-9+.-]*:\/\/[^\s/:@"]*:)[^\s"]*@/gi, '$1***@')
    .replace(/([?&][\w.-]*(?:pass|secret|token)[\w.-]*=)[^\s"&]+/gi, '$1***');
}
