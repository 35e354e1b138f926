using Workbook.Coursework.Checking;
using Workbook.Coursework.Tests.Fixture;

namespace Workbook.Coursework.Tests.Checking;

public sealed class ProgramFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("coursework-").FullName;

    [Fact]
    public void The_same_sources_have_the_same_folder_and_others_another()
    {
        var first = Folder("_value++;");

        Assert.Equal(first, Folder("_value++;"));
        Assert.NotEqual(first, Folder("_value--;"));
    }

    // Or an answer would be run with the library of yesterday.
    [Fact]
    public void A_library_that_was_built_again_has_another_folder()
    {
        var library = Path.Combine(_folder, "Library.dll");
        File.WriteAllText(library, "1");
        var first = Folder("_value++;", library);
        File.WriteAllText(library, "2");

        Assert.NotEqual(first, Folder("_value++;", library));
    }

    [Fact]
    public void The_sources_of_the_checks_are_beside_the_program()
    {
        var check = Folder("_value++;");

        Assert.Equal(CounterExercise.Assignment.Check.Text, File.ReadAllText(check));
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(check)!, "Given", "ICounter.cs")));
        Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(check)!, "Support", "Must.cs")));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Folder(string add, params string[] libraries) => new ProgramFolder(
        new CheckJob { Assignment = CounterExercise.Assignment, Candidate = CounterExercise.Answer(add), Directory = _folder },
            libraries).Assignment.Check.Path;
}
