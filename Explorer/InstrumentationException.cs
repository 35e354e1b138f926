namespace Workbook.Explorer;

/// <summary>The explorer does not find the race in a program of its own that it must find: it does not work here, and gives no
/// verdict.</summary>
/// <param name="fault">What went wrong, in a clause.</param>
public sealed class InstrumentationException(string fault)
    : NoVerdictException($"The explorer does not work here: in a program of its own with a race in it, {fault}. "
        + "So it gives no verdict on any other.");
