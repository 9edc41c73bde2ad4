/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
// @ts-check
'use strict';

const { openDoor } = require('../../demo/door');
const { NODE } = require('../../demo/privateN8n/workflow');

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('../../demo/privateN8n/bench').Bench} Bench */

/** n8n's editor in a browser, used as a person does: by what is seen and clicked. */
class Editor {
	/**
	 * @param {Bench} bench
	 * @param {Page} page
	 */
	constructor(bench, page) {
		this.bench = bench;
		this.page = page;
	}

	/** @param {string} testId n8n's own name for a part of its editor */
	part(testId) {
		return this.page.locator(`[data-test-id="${testId}"]`);
	}

	/** @param {string} parameter its name in the workflow */
	field(parameter) {
		return this.part(`parameter-input-${parameter}`);
	}

	/** @param {string} name */
	node(name) {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** The choices of the list that is open. */
	get choices() {
		return this.page.locator('.el-select-dropdown__item:visible');
	}

	/**
	 * Saves a workflow and opens it.
	 *
	 * @param {any} workflow
	 * @param {string} [name] of a node that it has
	 * @returns {Promise<string>} its id
	 */
	async open(workflow, name = NODE) {
		const id = await this.bench.api.saveWorkflow(workflow);
		await this.page.goto(`${this.bench.api.url}/workflow/${id}`);
		await this.node(name).waitFor();
		return id;
	}

	/**
	 * Saves a workflow and opens the form of a node.
	 *
	 * @param {any} workflow
	 * @param {string} [name] of the node
	 * @returns {Promise<string>} the workflow's id
	 */
	async openForm(workflow, name = NODE) {
		const id = await this.open(workflow, name);
		await this.node(name).dblclick();
		await this.field('quotedMessageId').waitFor();
		return id;
	}

	/**
	 * Chooses in a list.
	 *
	 * @param {string} parameter
	 * @param {string} choice
	 */
	async choose(parameter, choice) {
		await this.field(parameter).click();
		await this.choices.getByText(choice, { exact: true }).first().click();
	}

	/**
	 * Drags something into a field.
	 *
	 * @param {import('playwright-core').Locator} from
	 * @param {import('playwright-core').Locator} to
	 */
	async drag(from, to) {
		const [start, end] = [await middle(from), await middle(to)];
		await this.page.mouse.move(start.x, start.y);
		await this.page.mouse.down();
		// n8n takes a press for a drag only once the mouse has moved.
		await this.page.mouse.move(start.x + 10, start.y + 10, { steps: 5 });
		await this.page.mouse.move(end.x, end.y, { steps: 10 });
		await this.page.mouse.up();
	}

	/**
	 * Presses *Execute step* and waits for words in the output.
	 *
	 * @param {string | RegExp} words
	 */
	async execute(words) {
		await this.part('node-execute-button').click();
		await this.part('output-panel').getByText(words).first().waitFor();
	}

	/** The newest of n8n's notes in the corner. */
	get toast() {
		return this.page.locator('.el-notification').last();
	}

	/** Closes it. */
	async dismiss() {
		const { toast } = this;
		await toast.locator('.el-notification__closeBtn').click();
		await toast.waitFor({ state: 'detached' });
	}

	/**
	 * The texts that are cut, in a form or a list: words whose box ends beyond a box around them that hides what
	 * is outside, and those of a field or its example that are longer than the field.
	 *
	 * @param {import('playwright-core').Locator} within
	 * @returns {Promise<string[]>}
	 */
	async cut(within) {
		const texts = await within.evaluateAll(textsCutIn);
		return texts.flat();
	}
}

/** @param {import('playwright-core').Locator} locator */
async function middle(locator) {
	const box = await locator.boundingBox();
	if (!box) throw new Error('It is not to be seen');
	return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

/**
 * Runs in the page.
 *
 * @param {Array<HTMLElement | SVGElement>} roots
 */
function textsCutIn(roots) {
	/** Pixels that take no letter away. */
	const unseen = 2;
	/** n8n's own words, which it cuts itself where the machine's font is wide ("From list"). */
	const N8NS = '[data-test-id="rlc-mode-selector"]';
	const canvas = /** @type {CanvasRenderingContext2D} */ (
		document.createElement('canvas').getContext('2d')
	);
	/** @param {HTMLInputElement} input */
	const isCutInput = (input) => {
		const { font, paddingLeft, paddingRight } = getComputedStyle(input);
		canvas.font = font;
		const room = input.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
		return canvas.measureText(input.value || input.placeholder).width > room + unseen;
	};
	/** @param {Element} root @param {Text} text */
	const isCutText = (root, text) => {
		const range = document.createRange();
		range.selectNodeContents(text);
		const { right } = range.getBoundingClientRect();
		for (let box = text.parentElement; box && root.contains(box); box = box.parentElement) {
			if (getComputedStyle(box).overflowX === 'visible') continue;
			if (box.scrollWidth > box.clientWidth && right > box.getBoundingClientRect().right + unseen)
				return true;
		}
		return false;
	};
	return roots.map((root) => {
		/** @type {string[]} */
		const cut = [];
		for (const input of root.querySelectorAll('input')) {
			const isSeen = input.clientWidth > 0 && input.type !== 'password';
			if (input.closest(N8NS)) continue;
			if (isSeen && isCutInput(input)) cut.push(input.value || input.placeholder);
		}
		const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
		for (let text = walker.nextNode(); text; text = walker.nextNode()) {
			const words = (text.textContent ?? '').trim();
			if (words && isCutText(root, /** @type {Text} */ (text))) cut.push(words);
		}
		return cut;
	});
}

/**
 * Opens the editor, signed in.
 *
 * @param {Page} page
 * @param {import('../../demo/privateN8n/api').N8nApi} api
 */
async function signIn(page, { cookie, url }) {
	const door = await openDoor(cookie, `${url}/home/workflows`);
	await page.goto(door.url);
	await door.close();
}

module.exports = { Editor, signIn };
