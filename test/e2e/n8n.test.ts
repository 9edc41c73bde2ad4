import { agent } from './agent';
import { editorInBrowser } from './editorInBrowser';
import { examples } from './examples';
import { lost } from './lost';
import { promises } from './promises';
import { useRealN8n } from './realN8n';

/** Some run many executions, or start n8n anew, perhaps on a busy machine. */
jest.setTimeout(240_000);

// One n8n, one gateway and one model for all. `-t editor` asks for one part.
const real = useRealN8n();
describe('promises', () => promises(real));
describe('agent', () => agent(real));
describe('examples', () => examples(real));
describe('editor', () => editorInBrowser(real));
describe('lost', () => lost(real));
