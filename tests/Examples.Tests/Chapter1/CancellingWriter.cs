namespace Workbook.Examples.Tests.Chapter1;

/// <summary>Presses Ctrl+C, so to speak, when a certain line appears.</summary>
internal sealed class CancellingWriter(string atLine, CancellationTokenSource cancel) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value!.Contains(atLine, StringComparison.Ordinal)) cancel.Cancel();
    }
}
