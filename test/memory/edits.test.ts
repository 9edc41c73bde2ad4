import { openJournal } from '../../nodes/WhatsAppSendContact/memory/journal';
import { rejected } from '../../nodes/WhatsAppSendContact/outcome';
import { send } from '../sending/send';

test('a message in doubt that is found after an edit of its item stays found after the next one', () => {
	const [first, second] = [0, 1].map((part) => send({ part, parts: 2 }));
	const [edited, again] = ['2', '3'].map((print) => ({ ...first, itemFingerprint: print }));
	const context = {};
	const open = (executionId: string) =>
		openJournal(context, { executionId, runIndex: 0, isTool: false });
	open('1').settle(first, rejected('unknown', 'timeout'));
	open('1').settle(second, rejected('notSent', 'refused'));
	open('2').settle(edited, { accepted: true, status: 'sent', id: 'A', message: '', attempts: 1 });
	expect(open('3').recall(again)).toMatchObject({ id: 'A' });
});
