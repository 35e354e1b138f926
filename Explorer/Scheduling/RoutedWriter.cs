using System.Text;

namespace Workbook.Explorer.Scheduling;

/// <summary>Takes what controlled threads write to their execution, and all else to <paramref name="console"/>.</summary>
internal sealed class RoutedWriter(TextWriter console) : TextWriter
{
    public override Encoding Encoding => console.Encoding;

    private TextWriter Target => Execution.Current is not { } execution ? console : execution.Output ?? Null;

    public override void Write(char value) => Target.Write(value);

    public override void Write(char[] buffer, int index, int count) => Target.Write(buffer, index, count);

    public override void Write(ReadOnlySpan<char> buffer) => Target.Write(buffer);

    public override void Write(string? value) => Target.Write(value);

    public override void WriteLine(string? value) => Target.WriteLine(value);

    public override void Flush() => Target.Flush();
}
