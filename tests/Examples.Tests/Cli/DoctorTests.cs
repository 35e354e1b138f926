using System.Text.Json;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli;

public sealed class DoctorTests
{
    [Fact]
    public void A_machine_that_can_run_all_is_fine()
    {
        using var world = new World();

        var (exitCode, output, error) = world.Run("doctor");

        Assert.Equal((0, ""), (exitCode, error));
        Assert.Contains($"cores          {Environment.ProcessorCount}", output);
        Assert.EndsWith("All 5 exercises can run here.\n", output);
    }

    [SkippableFact]
    public void It_tries_a_child_process_and_looks_at_shared_memory()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "elsewhere it says why not");
        using var world = new World();

        var (_, output, _) = world.Run("doctor");

        Assert.Matches(@"\nchild process  a function in one takes [\d.]+ ms, start to end\nshared memory  /.+, [\d,]+ MiB free\n", output);
    }

    [Fact]
    public void Chapters_of_processes_need_them()
    {
        var catalogue = new Catalogue(typeof(ExerciseAttribute).Assembly);
        foreach (var exercise in catalogue.Exercises)
            Assert.Equal(exercise.Chapter is 5 or 6, exercise.Needs.HasFlag(Needs.ChildProcesses));
    }

    [Fact]
    public void What_cannot_run_is_named_with_its_reason_and_exit_code_3()
    {
        using var world = new World { Lacks = needs => needs == Needs.ProcFileSystem ? "needs /proc" : null };

        var (exitCode, output, _) = world.Run("doctor");

        Assert.Equal(3, exitCode);
        Assert.EndsWith("4 of 5 exercises can run here; these cannot:\n  104 thread-states: needs /proc\n", output);
    }

    [Fact]
    public void Json_is_one_object()
    {
        using var world = new World { Lacks = needs => needs == Needs.ProcFileSystem ? "needs /proc" : null };

        var (exitCode, output, _) = world.Run("doctor", "--json");

        Assert.Equal(3, exitCode);
        using var document = JsonDocument.Parse(output);
        Assert.Equal(Environment.ProcessorCount, document.RootElement.GetProperty("cores").GetInt32());
        Assert.NotEmpty(document.RootElement.GetProperty("sharedMemoryFolder").GetString()!);
        Assert.NotEqual(document.RootElement.GetProperty("childProcessMilliseconds").ValueKind == JsonValueKind.Null,
            document.RootElement.GetProperty("childProcessProblem").ValueKind == JsonValueKind.Null);
        var exercise = document.RootElement.GetProperty("exercises").EnumerateArray()
            .Single(one => one.GetProperty("number").GetInt32() == 104);
        Assert.False(exercise.GetProperty("canRun").GetBoolean());
        Assert.Equal("needs /proc", exercise.GetProperty("reason").GetString());
    }
}
