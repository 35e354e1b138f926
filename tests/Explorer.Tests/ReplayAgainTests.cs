using Workbook.Explorer.Races;
using Workbook.Explorer.Verdicts;
using Workbook.Tests.Support.Snippets;

namespace Workbook.Explorer.Tests;

public sealed class ReplayAgainTests : IDisposable
{
    private const string Lost = """
        public static class A
        {
            public static void B()
            {
                var x = 0;
                Thread a = new(() => x++), b = new(() => x++);
                a.Start(); b.Start(); a.Join(); b.Join();
                if (x != 2) throw new Exception("lost");
            }
        }
        """;

    private readonly SnippetFile _file = new(Lost);

    public void Dispose() => _file.Dispose();

    [Fact]
    public void A_failure_is_run_again_from_its_file()
    {
        var verdict = Explore.Method(_file.Path, "A.B");
        var again = Explore.Replay(Replay.FromJson(verdict.Replay!.ToJson()));
        Assert.Equal(verdict.Failure!.Kind, again.Failure!.Kind);
        Assert.Equal(verdict.Timeline, again.Timeline);
        Assert.Equal(verdict.Schedule, again.Schedule);
    }

    [Fact]
    public void A_failure_in_a_program_with_a_loop_that_only_looks_and_a_collection_is_run_again()
    {
        _file.Build("""
            using System;
            using System.Collections.Generic;
            using System.Threading;
            public static class A
            {
                static int _next;
                static List<int> _taken = [];
                static bool Take()
                {
                    if (_next == 3) return false;
                    var mine = _next + 1;
                    _next++;
                    lock (_taken) _taken.Add(mine);
                    return true;
                }
                public static void B()
                {
                    Thread a = new(() => Take()), b = new(() => Take());
                    a.Start(); b.Start(); a.Join(); b.Join();
                    while (Take()) { }
                    for (var i = 0; i < _taken.Count; i++)
                        if (_taken.IndexOf(_taken[i]) != i) throw new Exception("twice");
                }
            }
            """);
        var verdict = Explore.Method(_file.Path, "A.B");
        var again = Explore.Replay(Replay.FromJson(verdict.Replay!.ToJson()));
        Assert.Equal(verdict.Failure!.Message, again.Failure?.Message);
        Assert.Equal(verdict.Schedule, again.Schedule);
    }

    [Fact]
    public void A_collection_that_this_process_has_not_seen_yet_is_known_by_its_name()
    {
        var races = new RaceDetector();
        Assert.Null(races.RestorePoints(["System.Collections.Generic.SortedSet`1", "System.Collections.ObjectModel.Collection`1"]));
        Assert.Equal("Shop/Shop.Till.gone", races.RestorePoints(["Shop/Shop.Till.gone"]));
    }

    [Fact]
    public void A_lambda_of_a_test_class_is_found_again()
    {
        var verdict = Explore.Test(() => throw new InvalidOperationException("always"));
        Assert.Equal(FailureKind.Exception, Explore.Replay(verdict.Replay!).Failure!.Kind);
    }

    [Fact]
    public void A_program_that_was_built_again_and_goes_the_same_way_is_noted()
    {
        var replay = Explore.Method(_file.Path, "A.B").Replay!;
        _file.Build(Lost + "\npublic static class C;");
        var again = Explore.Replay(replay);
        Assert.Equal(FailureKind.Exception, again.Failure!.Kind);
        Assert.Contains("Shop.dll was built again since this was recorded.", again.Notes);
    }

    [Fact]
    public void A_program_that_was_mended_goes_another_way_and_that_is_said()
    {
        var replay = Explore.Method(_file.Path, "A.B").Replay!;
        _file.Build(Lost.Replace("x++", "Interlocked.Increment(ref x)"));
        var diverged = Assert.Throws<ReplayDivergedException>(() => Explore.Replay(replay));
        Assert.True(diverged.WasRebuilt);
        Assert.DoesNotContain("Parameter", diverged.Message);
    }

    [Fact]
    public void A_test_that_is_not_there_any_more_is_named()
    {
        var replay = Explore.Method(_file.Path, "A.B").Replay!;
        _file.Build("public static class A;");
        Assert.Equal("no test A.B in Shop.dll", Assert.Throws<TestMethodException>(() => Explore.Replay(replay)).Message);
        File.Delete(_file.Path);
        Assert.Throws<ProgramException>(() => Explore.Replay(replay));
        Assert.Throws<ProgramException>(() => Explore.Replay(replay with { Assembly = null }));
    }

    [Theory]
    [InlineData("\"steps\":20000", "\"steps\":0")]
    [InlineData("\"guard\":1", "\"guard\":-1")]
    [InlineData("\"guard\":1", "\"guard\":1e300")]
    [InlineData("\"seed\":1", "\"seed\":-1")]
    [InlineData("\"type\":\"A\"", "\"type\":5")]
    [InlineData("\"method\":\"B\"", "\"methods\":\"B\"")]
    [InlineData("\"schedule\":\"", "\"schedule\":\"x")]
    [InlineData("\"build\":\"", "\"build\":\"x")]
    [InlineData("\"kind\":\"", "\"kind\":\"x")]
    public void A_file_that_was_tampered_with_is_no_replay(string text, string other)
    {
        var json = Explore.Method(_file.Path, "A.B").Replay!.ToJson();
        Assert.Contains(text, json);
        Assert.Throws<FormatException>(() => Replay.FromJson(json.Replace(text, other)));
    }
}
