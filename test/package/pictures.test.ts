import { WhatsAppSendContact } from '../../nodes/WhatsAppSendContact/WhatsAppSendContact.node';
import { fs, path } from '../node';
import { CHECKSUM, FOLDER, checksumOf } from './pictures';

test('the pictures show the form as it is; if not, run npm run pictures', () => {
	const { description } = new WhatsAppSendContact();
	expect(fs.readFileSync(CHECKSUM, 'utf8').trim()).toBe(checksumOf(description));
});

const PICTURES = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.png'));
test.each(PICTURES)('%s is quick to load', (file) => {
	expect(fs.statSync(path.join(FOLDER, file)).size).toBeLessThan(250_000);
});
