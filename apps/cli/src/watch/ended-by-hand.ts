/** Ctrl-C ended what has no end of its own: nothing is to be said about it. */
export class EndedByHand extends Error {
  constructor(options?: ErrorOptions) {
    super('Ended by hand.', options);
    this.name = 'EndedByHand';
  }
}
