// Pure: positions of cards in a column, each as close as possible to its target, without overlap.

/**
 * The tops of the cards, in order and in the unit of the targets; none is negative.
 *
 * Each card has a target (its desired top), a height (including the gap below it) and a weight.
 * Pool adjacent violators, in linear time: cards that would overlap form a block at the
 * weighted mean of their targets. Targets 100 and 110 with heights of 20 and equal weights give the
 * tops 95 and 115.
 */
export function cardTops(cards) {
  const blocks = [];
  let heightAbove = 0;
  for (const { target, height, weight } of cards) {
    // Subtract the height of the cards above: then offsets only need to be ascending.
    let block = { offset: target - heightAbove, weight, size: 1 };
    heightAbove += height;
    while (blocks.length && blocks.at(-1).offset > block.offset) {
      const other = blocks.pop();
      const sum = other.weight + block.weight;
      block = {
        offset: (other.offset * other.weight + block.offset * block.weight) / sum,
        weight: sum,
        size: other.size + block.size,
      };
    }
    blocks.push(block);
  }
  const tops = [];
  heightAbove = 0;
  for (const block of blocks) {
    for (let n = 0; n < block.size; n += 1) {
      tops.push(Math.max(0, block.offset) + heightAbove);
      heightAbove += cards[tops.length - 1].height;
    }
  }
  return tops;
}
