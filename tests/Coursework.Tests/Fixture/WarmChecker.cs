using Workbook.Coursework.Catalogue;
using Workbook.Coursework.Checking;

namespace Workbook.Coursework.Tests.Fixture;

/// <summary>A checker that is kept warm from test to test, and a folder for its programs.</summary>
public sealed class WarmChecker : IDisposable
{
    // Long enough for a machine with much else to do.
    private readonly CheckerProcess _checker = new(CheckerProgram.Command, new Limits { Heap = 256 << 20 });

    public string Folder { get; } = Directory.CreateTempSubdirectory("coursework-").FullName;

    public CheckReport Check(SourceFile answer, IProgress<CheckProgress>? progress = null) => _checker.Run(Job(answer), progress);

    public CheckJob Job(SourceFile answer) =>
        new() { Assignment = CounterExercise.Assignment, Candidate = answer, Directory = Folder };

    public void Dispose()
    {
        _checker.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

[CollectionDefinition("checker")]
public sealed class CheckerCollection : ICollectionFixture<WarmChecker>;
