import { WhatsAppSendContact } from '../../nodes/WhatsAppSendContact/WhatsAppSendContact.node';
import { fs, path } from '../node';
import { CHECKSUM, FOLDER, checksumOf } from './pictures';

const { description } = new WhatsAppSendContact();

test('the pictures show the form as it is', () => {
	const made = fs.existsSync(CHECKSUM) ? fs.readFileSync(CHECKSUM, 'utf8').trim() : '';
	if (made !== checksumOf(description)) {
		throw new Error("The README's pictures are older than the form: run npm run pictures");
	}
});

test('a form that looks different is another one; one with other tooltips is not', () => {
	const [first, ...others] = description.properties;
	const withFirst = (more: object) =>
		checksumOf({ ...description, properties: [{ ...first, ...more }, ...others] });
	expect(withFirst({ displayName: 'Whom' })).not.toBe(checksumOf(description));
	expect(withFirst({ description: 'Whom it goes to' })).toBe(checksumOf(description));
});

const PICTURES = fs.readdirSync(FOLDER).filter((file) => file.endsWith('.png'));
test.each(PICTURES)('%s is quick to load', (file) => {
	expect(fs.statSync(path.join(FOLDER, file)).size).toBeLessThan(250_000);
});
