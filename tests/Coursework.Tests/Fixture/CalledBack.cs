using Workbook.Coursework.Checking;

namespace Workbook.Coursework.Tests.Fixture;

/// <summary>Progress that is told at once, on the thread that reports it.</summary>
internal sealed class CalledBack(Action<CheckProgress> told) : IProgress<CheckProgress>
{
    public void Report(CheckProgress value) => told(value);
}
