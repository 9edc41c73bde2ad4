'use strict';

const { rm } = require('node:fs/promises');
const { src, dest } = require('gulp');

/** Removes what an earlier build left, so that the tarball never carries a file whose source is gone. */
const clean = () => rm('dist', { recursive: true, force: true });

/** Carries into dist what the TypeScript compiler does not: icons, codex, output schema. */
const assets = () =>
	src(['nodes/**/*.{svg,json}', 'credentials/**/*.svg'], { base: '.', encoding: false }).pipe(
		dest('dist'),
	);

module.exports = { clean, assets };
