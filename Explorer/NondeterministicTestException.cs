namespace Workbook.Explorer;

/// <summary>A test did not do the same twice under the same schedule, so that nothing can be said of it: something in it is not
/// under the explorer's control, such as a file, or memory outside of the program.</summary>
/// <param name="message">One sentence.</param>
/// <param name="inner">What the explorer met, if anything.</param>
public sealed class NondeterministicTestException(string message, Exception? inner = null) : NoVerdictException(message, inner);
