namespace Workbook.Explorer;

/// <summary>Nothing has moved for <see cref="ExploreOptions.Patience"/>: a thread of the test computes for ever, or waits, in
/// code that is not rewritten.</summary>
/// <remarks>No thread can be ended from outside: that one is left behind, as a background thread. If it ever comes back to the
/// test, it is unwound there. Other tests may be explored meanwhile, beside it.</remarks>
/// <param name="message">One sentence: who, and where it was last seen.</param>
public sealed class StuckException(string message) : NoVerdictException(message);
