const WIDTH = 760;
const LABEL = 270;
const BAR = 18;
const GAP = 8;
const TITLE = 34;

const COLOURS = { 'this node': '#1faf57', 'HTTP Request': '#c9503c', 'one by one': '#b58900' };
const colourOf = (label) =>
	Object.entries(COLOURS).find(([name]) => label.startsWith(name))?.[1] ?? '#7a8794';

const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

/** Bars of items per second, one group for each case; readable on a light and a dark page. */
export function chart(results) {
	let y = 10;
	const parts = results.flatMap(({ name, runs }) => {
		const rates = Object.entries(runs).map(([label, each]) => [
			label,
			median(each.map(({ perSecond }) => perSecond)),
		]);
		const longest = Math.max(...rates.map(([, rate]) => rate));
		y += TITLE;
		const title = `<text x="10" y="${y - 10}" class="title">${name}: items per second</text>`;
		const bars = rates.map(([label, rate]) => {
			const length = Math.max(2, (rate / longest) * (WIDTH - LABEL - 80));
			const row = [
				`<text x="${LABEL - 10}" y="${y + 13}" text-anchor="end">${label}</text>`,
				`<rect x="${LABEL}" y="${y}" width="${length.toFixed(1)}" height="${BAR}" rx="3" fill="${colourOf(label)}"/>`,
				`<text x="${(LABEL + length + 6).toFixed(1)}" y="${y + 13}">${rate === 0 ? 'did not finish' : Math.round(rate)}</text>`,
			].join('');
			y += BAR + GAP;
			return row;
		});
		return [title, ...bars];
	});
	const style =
		'text{font:12px system-ui,sans-serif;fill:#6b7680}.title{font-weight:600;font-size:13px}';
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y + 10}" width="${WIDTH}" role="img" aria-label="Items per second of each contender"><style>${style}</style>${parts.join('\n')}</svg>\n`;
}
