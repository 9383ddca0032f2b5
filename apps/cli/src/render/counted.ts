/** As in “1 table” and “2 tables”; `more` where the plural is not made with an s. */
export function counted(count: number, one: string, more = `${one}s`): string {
  return `${count} ${count === 1 ? one : more}`;
}
