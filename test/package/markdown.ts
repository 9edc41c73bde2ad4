/** Markdown as far as our documents use it. */

/** The text under a heading, up to the next one of any level. */
export function section(markdown: string, heading: string): string {
	const [, after] = markdown.split(new RegExp(`^#+ ${heading}$`, 'm'));
	if (after === undefined) throw new Error(`There is no heading "${heading}"`);
	return after.split(/^#+ /m)[0];
}

/** The rows of the tables in a text, cell by cell, without their heads. */
export const tableRows = (text: string): string[][] =>
	text
		.split(/\n(?!\|)/)
		.map((block) => block.split('\n').filter((line) => line.startsWith('|')))
		.flatMap((lines) => lines.slice(2))
		.map((line) =>
			line
				.split(/(?<!\\)\|/)
				.slice(1, -1)
				.map((cell) => cell.trim()),
		);

/** The code blocks of a language in a text. */
export const codeBlocks = (text: string, language: string): string[] =>
	[...text.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, 'gms'))].map(([, code]) => code);

const withoutCode = (markdown: string) =>
	markdown.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '');

export interface Heading {
	level: number;
	text: string;
}

export const headings = (markdown: string): Heading[] =>
	[...markdown.replace(/^```.*?^```/gms, '').matchAll(/^(#+) (.+)$/gm)].map(([, marks, text]) => ({
		level: marks.length,
		text,
	}));

/** The names that a link can lead to in a document, as GitHub makes them. */
export const anchors = (markdown: string): string[] => [
	...headings(markdown).map(({ text }) =>
		text
			.toLowerCase()
			.replace(/[^\p{L}\p{N}\s_-]/gu, '')
			.replace(/\s/g, '-'),
	),
	...[...markdown.matchAll(/<a id="([^"]+)">/g)].map(([, id]) => id),
];

/** The links of a document that lead to other files of ours, or into itself. */
export const ownLinks = (markdown: string): string[] =>
	[...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)/g)]
		.map(([, link]) => link)
		.filter((link) => !/^[a-z]+:/.test(link));
