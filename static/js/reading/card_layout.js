// Pure: where cards stand so that each is as near as can be to its wish and none covers another.

/**
 * Tops of cards in order, in the units of the wishes.
 *
 * Each card has a wish (the top it wants), a height (the gap below it included) and a weight.
 * Pool adjacent violators, in linear time: cards that would run into each other form a block at
 * the weighted mean of what its cards wish; no top is above 0.
 */
export function spread(cards) {
  const blocks = [];
  let above = 0;
  for (const { wish, height, weight } of cards) {
    // Taken off what stands above it, a card may stand anywhere from its predecessor's on.
    let block = { at: wish - above, weight, size: 1 };
    above += height;
    while (blocks.length && blocks.at(-1).at > block.at) {
      const other = blocks.pop();
      const sum = other.weight + block.weight;
      block = {
        at: (other.at * other.weight + block.at * block.weight) / sum,
        weight: sum,
        size: other.size + block.size,
      };
    }
    blocks.push(block);
  }
  const tops = [];
  above = 0;
  for (const block of blocks) {
    for (let n = 0; n < block.size; n += 1) {
      tops.push(Math.max(0, block.at) + above);
      above += cards[tops.length - 1].height;
    }
  }
  return tops;
}
