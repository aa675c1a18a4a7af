/** Runs the bench that its argument names, and sends its rows to the process that forked it. */
import { BENCHES } from './benches.ts';

const [, , name = ''] = process.argv;
const bench = BENCHES[name];
if (bench === undefined) throw new Error(`Cannot run bench "${name}": there is none`);
process.send?.(await bench());
process.disconnect();
