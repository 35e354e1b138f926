using Workbook.Concurrency.Signals;

namespace Workbook.Examples.Tests.Chapter2;

/// <summary>Tells when a demo has printed a line that contains a text, so that a test acts while it runs.</summary>
internal sealed class CueWriter(string text, OneShotLatch seen) : StringWriter
{
    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value?.Contains(text) == true) seen.Open();
    }
}
