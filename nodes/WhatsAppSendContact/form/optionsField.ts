import type { INodeProperties } from 'n8n-workflow';

import { gatewaysThat } from '../gateways/registry';

export const optionsField: INodeProperties = {
	displayName: 'Options',
	name: 'options',
	type: 'collection',
	placeholder: 'Add Option (Pauses, Send Once, …)',
	default: {},
	options: [
		{
			displayName: 'Check Recipient',
			name: 'checkRecipient',
			type: 'boolean',
			default: false,
			description: `Whether to ask the gateway first if the recipient's phone is on WhatsApp. If it is not, the item fails and nothing is sent; if the check itself fails, the message goes out all the same. ${gatewaysThat(({ check }) => check === undefined)} has no such check.`,
		},
		{
			displayName: 'Dry Run',
			name: 'dryRun',
			type: 'boolean',
			default: false,
			description: 'Whether to send nothing and show the requests instead, without the token',
		},
		{
			displayName: 'Leading 8',
			name: 'leadingEight',
			type: 'options',
			default: 'refuse',
			description: 'What to do with Russian and Kazakh numbers that start with 8 in place of 7',
			options: [
				{ name: 'Refuse', value: 'refuse', description: 'Fails, and shows the corrected number' },
				{ name: 'Replace with 7', value: 'replace', description: 'Sends to the corrected number' },
			],
		},
		{
			displayName: 'Output',
			name: 'output',
			type: 'options',
			default: 'simple',
			description: 'How much to give back for each message',
			options: [
				{ name: 'Full', value: 'full', description: "All that is known, with the gateway's reply" },
				{
					name: 'Simple',
					value: 'simple',
					description: 'Only the fields ID, sent (the gateway took it) and message',
				},
			],
		},
		{
			displayName: 'Parallel Chats',
			name: 'parallelChats',
			type: 'number',
			default: 5,
			typeOptions: { minValue: 1, maxValue: 100, numberPrecision: 0 },
			description:
				'How many chats to send to at the same time. Within a chat, messages go out in the order of the items; 1 sends one message after the other.',
		},
		{
			displayName: 'Pause From (Seconds)',
			name: 'pauseMin',
			type: 'number',
			default: 0,
			typeOptions: { minValue: 0, maxValue: 86400 },
			description:
				'The shortest pause between two messages, in seconds. All executions of this n8n process that send through the same account share it.',
		},
		{
			displayName: 'Pause To (Seconds)',
			name: 'pauseMax',
			type: 'number',
			default: 0,
			typeOptions: { minValue: 0, maxValue: 86400 },
			description:
				'The longest pause between two messages, in seconds. Each pause is picked at random between the shortest and the longest, so that the number does not look like a machine.',
		},
		{
			displayName: 'Retries',
			name: 'retries',
			type: 'number',
			default: 3,
			typeOptions: { minValue: 0, maxValue: 10, numberPrecision: 0 },
			description:
				'How often to repeat a message that was definitely not sent, because the gateway could not be reached or asked to wait',
		},
		{
			displayName: 'Send As',
			name: 'sendAs',
			type: 'options',
			default: 'contact',
			description: 'How the contact is written',
			options: [
				{ name: 'Contact', value: 'contact', description: "The gateway's own contact message" },
				{
					name: 'vCard',
					value: 'vCard',
					description: `A vCard 3.0 with all that is given, also for people who are not on WhatsApp. For ${gatewaysThat(({ can }) => can.vCard !== undefined)}.`,
				},
			],
		},
		{
			displayName: 'Send Once',
			name: 'sendOnce',
			type: 'options',
			default: 'off',
			description:
				"Whether to remember in n8n's database what was sent, so that nothing goes out twice across executions, crashes and restarts",
			options: [
				{ name: 'Off', value: 'off', description: 'Remembers for an execution and its retry' },
				{ name: 'Once per Node', value: 'node', description: 'Remembers what this node has sent' },
				{
					name: 'Once per Workflow',
					value: 'workflow',
					description: 'All nodes of this workflow that are set to this share one memory',
				},
			],
		},
		{
			displayName: 'Timeout (Seconds)',
			name: 'timeout',
			type: 'number',
			default: 30,
			typeOptions: { minValue: 0.1, maxValue: 3600 },
			description:
				"How long to wait for the gateway's answer, in seconds. A message without an answer counts as unknown and is not repeated.",
		},
		{
			displayName: 'Track Delivery (Seconds)',
			name: 'trackDelivery',
			type: 'number',
			default: 0,
			typeOptions: { minValue: 0, maxValue: 3600, numberPrecision: 0 },
			description: `How many seconds to keep asking the gateway what became of each message; 0 does not ask. Sent alone means only that the gateway took it. ${gatewaysThat(({ track }) => track !== undefined)} can tell whether it reached the phone; ${gatewaysThat(({ findSent }) => findSent !== undefined)} can also find a message whose answer was lost.`,
		},
		{
			displayName: 'When Queued',
			name: 'whenQueued',
			type: 'options',
			default: 'accept',
			description: 'How to count a message that the gateway keeps until the phone is back online',
			options: [
				{ name: 'Accept', value: 'accept', description: 'Counts as sent' },
				{ name: 'Fail', value: 'fail', description: 'Fails, though it will go out later' },
			],
		},
	],
};
