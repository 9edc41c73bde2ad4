// @ts-check
'use strict';

const fc = require('fast-check');

// Each of two thousand mutants meets the properties again: a tenth of a second of random inputs has to do.
fc.configureGlobal({ interruptAfterTimeLimit: 100 });
