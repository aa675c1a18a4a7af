import { describeRunner } from '../describe-runner.ts';
import { FunctionRunnerUnderTest } from './a-function-runner.ts';

describeRunner('the function runner', () => FunctionRunnerUnderTest.start());
