using System.Globalization;

namespace Workbook.Explorer.Scheduling;

/// <summary>What an execution prints, up to a limit: a program may print more than there is memory.</summary>
internal sealed class KeptOutput() : StringWriter(CultureInfo.InvariantCulture)
{
    private const int Most = 1_000_000; // letters

    private int Room => Most - GetStringBuilder().Length;

    public override void Write(char value)
    {
        if (Room > 0) base.Write(value);
    }

    public override void Write(char[] buffer, int index, int count) => base.Write(buffer, index, Math.Min(count, Room));

    public override void Write(ReadOnlySpan<char> buffer) => base.Write(buffer[..Math.Min(buffer.Length, Room)]);

    public override void Write(string? value) => Write(value.AsSpan());
}
