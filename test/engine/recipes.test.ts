import { vCard } from '../../nodes/WhatsAppSendContact/message/vCard';
import { runCode } from '../package/codeNode';
import { readText } from '../package/files';
import { codeBlocks } from '../package/markdown';
import { useExecutions } from './executions';
import { people, useGateway } from './gateway';

// The recipes of docs/faq.md, as they stand there.

const gateway = useGateway();
const { run } = useExecutions();
const page = readText('docs/faq.md');

/** The expression of the page that holds this, as a field takes it. */
const expression = (part: string): string => {
	const all = [...page.matchAll(/`(\{\{ [^`]+ \}\})`/g)].map(([, text]) => `=${text}`);
	return all.find((text) => text.includes(part)) ?? '';
};
const send = async (item: object, contact: object, more: object = {}) => {
	const items = [{ ...people(1)[0], ...item }];
	const change = { contacts: { contact: [contact] }, ...more };
	const options = 'onceKey' in more ? { sendOnce: 'node' } : {};
	return await run(gateway.setup(items, { credential: { gateway: 'waha' }, change, options }));
};
const shown = () => gateway.standIn.cards.map(({ contacts }) => contacts);

test('the people of a .vcf file', async () => {
	const anna = {
		name: 'Anna; Ivanova',
		organization: 'Acme',
		email: 'a@b.org',
		url: 'https://b.org',
	};
	const folded = 'BEGIN:VCARD\r\nFN:Boris\r\nTEL;VALUE=uri:tel:+7900222\r\n 2222\r\nEND:VCARD\r\n';
	const data = `${vCard({ phone: '79001111111', ...anna })}\r\n${folded}`;
	const [{ json }] = runCode(codeBlocks(page, 'js')[0], { data });
	await send(json, { id: expression('$json.contacts') });
	expect(shown()).toEqual([
		[
			{ phone: '79001111111', ...anna },
			{ phone: '79002222222', name: 'Boris' },
		],
	]);
});

test('a row of n8n’s Google Contacts node', async () => {
	const row = { names: { displayName: 'Anna' }, phoneNumbers: { mobile: ['+7 900 111-11-11'] } };
	const contact = { id: expression('phoneNumbers'), name: expression('displayName') };
	await send(row, contact);
	expect(shown()).toEqual([[{ phone: '79001111111', name: 'Anna' }]]);
	expect((await send({}, contact)).error?.message).toContain('Contacts is empty');
});

test('a card a month', async () => {
	const onceKey = expression('$now');
	for (let runs = 0; runs < 2; runs++) await send({}, { id: '79001111111' }, { onceKey });
	expect(gateway.standIn.cards).toHaveLength(1);
});
