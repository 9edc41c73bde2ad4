// n8n's own scan of community packages, on a folder: node scan.mjs source|tarball <folder>. Prints what it finds as JSON.
import {
	analyzePackage,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';

/** As the scan itself looks at a published package and at the source it was built from. */
const PATTERNS = { source: SOURCE_FILE_PATTERNS, tarball: ['**/*.js', 'package.json'] };

const [what, folder] = process.argv.slice(2);
const { passed, message = '', details = '' } = await analyzePackage(folder, PATTERNS[what]);
process.stdout.write(JSON.stringify({ passed, message, details }));
