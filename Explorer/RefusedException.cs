namespace Workbook.Explorer;

/// <summary>The test reaches code that the explorer does not control: what it would say could be wrong, so it says
/// nothing.</summary>
public sealed class RefusedException : NoVerdictException
{
    private const int Named = 3; // in the message

    /// <param name="uses">Each with its place: "System.Threading.Tasks.Task.Run in Shop.Sell, Shop.cs:12".</param>
    public RefusedException(IReadOnlyList<string> uses)
        : base($"This test cannot be explored: it reaches {string.Join("; ", uses.Take(Named))}"
            + $"{(uses.Count > Named ? $"; and {uses.Count - Named} more" : "")}, "
            + "which can block or start work and is not under the explorer's control.") => Uses = uses;

    /// <param name="message">One sentence: what of it is too much.</param>
    /// <param name="cause">What was thrown underneath, if anything was.</param>
    public RefusedException(string message, Exception? cause = null) : base(message, cause) { }

    /// <summary>All that was found; nothing, if the reason is another.</summary>
    public IReadOnlyList<string> Uses { get; } = [];
}
