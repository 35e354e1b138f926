// Why there is no verdict. Whoever runs tests of others catches the first; each has a message of one sentence:
//
//      NoVerdictException
//        ProgramException                 the file: missing, no assembly, native, or something that it refers to is not there
//        TestMethodException              the method: missing, or it cannot be run as a test
//        RefusedException                 it reaches what is not controlled
//        NondeterministicTestException    it does not do the same twice
//        StuckException                   it hangs in code that is not rewritten
//        ReplayDivergedException          it is not what it was when the replay was recorded
//        InstrumentationException         the explorer does not work here

namespace Workbook.Explorer;

/// <summary>A test was not judged, and the message says why. That it fails is no exception but a verdict.</summary>
/// <param name="message">One sentence.</param>
/// <param name="cause">What was thrown underneath, if anything was.</param>
public abstract class NoVerdictException(string message, Exception? cause = null) : Exception(message, cause);
