namespace Workbook.Examples.Tests.Chapter4;

/// <summary>Presses Ctrl+C, as it were, when a demo has printed a line that contains a text; the demo goes on afterwards.</summary>
internal sealed class InterruptingWriter(string text, CancellationTokenSource interrupt) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value?.Contains(text) == true) interrupt.Cancel();
    }
}
