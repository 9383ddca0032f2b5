import uPlot from './vendor/uPlot.esm.js';
import { formatClock, formatRate } from './format.js';

/**
 * The picture of the last hour's throughput.
 * @param {HTMLElement} container
 * @param {HTMLElement} text where the same is said in words
 */
export function createChart(container, text) {
  /** @type {uPlot | undefined} */
  let plot;
  /** @type {import('uplot').AlignedData} */
  let data = [[], [], []];

  const draw = () => {
    plot?.destroy();
    plot = new uPlot(options(container), data, container);
  };
  // Colours are painted into a canvas: a change of the scheme needs a new picture.
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  new ResizeObserver(() => plot?.setSize(size(container))).observe(container);

  return {
    /** @param {{ times: number[], recordsPerSecond: number[], rowsPerSecond: number[] }} samples */
    show({ times, recordsPerSecond, rowsPerSecond }) {
      data = [times.map((time) => time / 1_000), rowsPerSecond, recordsPerSecond];
      if (plot === undefined) {
        draw();
      } else {
        plot.setData(data);
      }
      text.textContent = describe(times, rowsPerSecond);
    },
  };
}

/**
 * @param {readonly number[]} times
 * @param {readonly number[]} rowsPerSecond
 */
function describe(times, rowsPerSecond) {
  const [first] = times;
  if (first === undefined) {
    return 'Samples arrive every few seconds.';
  }
  const peak = Math.max(...rowsPerSecond);
  return `Since ${formatClock(first)}: up to ${formatRate(peak)} rows a second, ${formatRate(rowsPerSecond.at(-1) ?? 0)} at the end.`;
}

/**
 * The whole history, but never less than five minutes, so that the first samples do not fill the picture.
 * @param {number | null} from
 * @param {number | null} to
 * @returns {[number, number]}
 */
function firstMinutes(from, to) {
  const end = to ?? Date.now() / 1_000;
  return [Math.min(from ?? end, end - 300), end];
}

/** @param {HTMLElement} container */
function size(container) {
  return { width: container.clientWidth, height: container.clientHeight };
}

/**
 * @param {HTMLElement} container
 * @returns {import('uplot').Options}
 */
function options(container) {
  const style = getComputedStyle(container);
  const color = (/** @type {string} */ name) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: color('--muted'),
    grid: { stroke: color('--line'), width: 1 },
    ticks: { show: false },
    font: `12px ${style.fontFamily}`,
  };
  return {
    ...size(container),
    legend: { show: false },
    cursor: { show: false },
    // On the right half of a label: the last one stands under the end of the line.
    padding: [8, 20, 0, 0],
    scales: {
      x: { time: true, range: (_, from, to) => firstMinutes(from, to) },
      y: { range: (_, __, max) => [0, Math.max(10, (max ?? 0) * 1.15)] },
    },
    axes: [
      // Whole minutes: the labels say no seconds.
      { ...axis, values: '{HH}:{mm}', incrs: [60, 300, 600, 1_200], space: 70, size: 30 },
      { ...axis, size: 56, values: (_, splits) => splits.map((value) => formatRate(value)) },
    ],
    series: [
      {},
      { label: 'rows/s', stroke: color('--rows'), fill: color('--rows-fill'), width: 2, points: { show: false } },
      { label: 'records/s', stroke: color('--records'), width: 1.5, dash: [5, 4], points: { show: false } },
    ],
  };
}
