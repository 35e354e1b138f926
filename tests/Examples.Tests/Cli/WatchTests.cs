namespace Workbook.Examples.Tests.Cli;

/// <summary><c>watch</c>: with keys that a script presses and files that it saves. Each waits for what is printed, never for a time.</summary>
public sealed class WatchTests : IDisposable
{
    private const string Foot = "801 is checked at every save.  h hint  l list  r rerun  n next  q quit\n";

    private readonly World _world = new() { Catalogue = World.WithAssigned };

    public void Dispose() => _world.Dispose();

    [Fact]
    public void Each_save_is_checked_and_what_passes_leads_on_to_the_next_exercise()
    {
        _world.Answer(Answers.Starter);
        using var watch = _world.Start("watch");
        watch.Await("801 Counter: 3 of 10 points");
        watch.Await(Foot);

        _world.Answer(Answers.StartsAtZero);
        watch.Await("801 Counter: ");
        watch.Await("\nFAIL: no number is left out\nthe third number is 2 and should be 3\n");
        watch.Await(Foot);

        _world.Answer(Answers.Right);
        watch.Await("801 Counter: 10 of 10 points");
        watch.Await($"\nnext: 802 Greeter, in {_world.GreeterPath()}; workbook show 802 says what to do\n");
        watch.Await("802 is checked at every save.");

        File.WriteAllText(_world.GreeterPath(), Answers.Greeting);
        watch.Await("802 Greeter: 2 of 2 points");
        watch.Await("\nno exercise is left that has not passed; q quits\n");

        watch.Press('q');
        Assert.Equal((0, ""), watch.End());
        Assert.DoesNotContain("\e", watch.Output, StringComparison.Ordinal);
        Assert.Equal(2, _world.Run("list", "--chapter", "8").Output.Split("yes").Length - 1);
    }

    [Theory]
    [InlineData("in place")]
    [InlineData("renamed onto it")]
    [InlineData("deleted and written again")]
    [InlineData("its folder too", "--poll")] // without it the platform keeps the descriptor of a folder that was deleted
    [InlineData("in place", "--poll")]
    [InlineData("renamed onto it", "--poll")]
    public void However_an_editor_saves_it_is_noticed(string how, params string[] options)
    {
        _world.Answer(Answers.Starter);
        using var watch = _world.Start(["watch", "801", .. options]);
        watch.Await(Foot);
        var path = _world.CounterPath();

        switch (how)
        {
            case "in place":
                File.WriteAllText(path, Answers.StartsAtZero);
                break;
            case "renamed onto it":
                File.WriteAllText(path + "~", Answers.StartsAtZero);
                File.Move(path + "~", path, overwrite: true);
                break;
            case "deleted and written again":
                File.Delete(path);
                File.WriteAllText(path, Answers.StartsAtZero);
                break;
            default:
                Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                File.WriteAllText(path, Answers.StartsAtZero);
                break;
        }

        watch.Await("\nFAIL: no number is left out\n");
        watch.Press('q');
        Assert.Equal((0, ""), watch.End());
    }

    [Fact]
    public void Keys_do_what_the_foot_says()
    {
        _world.Answer(Answers.Starter);
        using var watch = _world.Start("watch", "801");
        watch.Await(Foot);

        watch.Press('h');
        watch.Await("## Hint 1 of 2: Where to look\n");
        watch.Press('h');
        watch.Await("## Hint 2 of 2: What is missing\n");
        watch.Press('l');
        watch.Await("> 801 Counter                        3 of 10\n  802 Greeter                        0 of 2\n");
        watch.Await(Foot);
        watch.Press('?');
        watch.Await(Foot);
        watch.Press('r');
        watch.Await("801 Counter: 3 of 10 points");
        watch.Await(Foot);
        watch.Press('n');
        watch.Await("\nnext: 802 Greeter, in ");
        watch.Press('r');
        watch.Await("802 Greeter: 0 of 2 points");
        watch.Press('n');
        watch.Await("\nnext: 801 Counter, in ");
        watch.Press('q');
        Assert.Equal((0, ""), watch.End());
        Assert.Equal(Answers.Starter, File.ReadAllText(_world.CounterPath()));
    }

    [Fact]
    public void What_does_not_compile_is_told_and_the_watch_goes_on()
    {
        _world.Answer(Answers.DoesNotCompile);
        using var watch = _world.Start("watch", "801");
        watch.Await("801 Counter: does not compile, 1 error\n\nCounter.cs(10,31): ");
        watch.Await(Foot);

        _world.Answer(Answers.Right);
        watch.Await("801 Counter: 10 of 10 points");
    }

    [Fact]
    public void A_check_that_hangs_is_given_up_at_the_next_save()
    {
        _world.Answer(Answers.Starter);
        using var watch = _world.Start("watch", "801");
        watch.Await(Foot);

        _world.Answer(Answers.Hangs);
        AwaitPrograms(2); // the one that hangs is compiled: it is explored, or is about to be
        _world.Answer(Answers.Right);
        watch.Await("801 Counter: 10 of 10 points");

        watch.Press('q');
        Assert.Equal((0, ""), watch.End());
    }

    [Fact]
    public void Q_ends_it_while_a_check_hangs()
    {
        _world.Answer(Answers.Hangs);
        using var watch = _world.Start("watch", "801");
        AwaitPrograms(1);
        watch.Press('q');
        Assert.Equal((0, ""), watch.End());
        Assert.Equal("", watch.Output);
    }

    [Fact]
    public void An_answer_that_ends_its_process_does_not_end_the_watch()
    {
        _world.Answer(Answers.Crashes);
        using var watch = _world.Start("watch", "801");
        watch.Await("\nFAIL: no number is given twice\nthe stack overflowed");
        watch.Await(Foot);

        _world.Answer(Answers.Right);
        watch.Await("801 Counter: 10 of 10 points");
        watch.Press('q');
        Assert.Equal((0, ""), watch.End());
    }

    [Fact]
    public void A_file_that_is_gone_is_told_and_the_watch_goes_on()
    {
        _world.Answer(Answers.Starter);
        using var watch = _world.Start("watch", "801");
        watch.Await(Foot);

        File.Delete(_world.CounterPath());
        watch.Press('r');
        watch.AwaitError($"{_world.CounterPath()} is not there: workbook start 801 makes it\n");
        watch.Await(Foot);

        File.WriteAllText(_world.CounterPath(), Answers.Right);
        watch.Await("801 Counter: 10 of 10 points");
    }

    [Fact]
    public void Of_two_watches_the_second_says_so_and_both_check()
    {
        _world.Answer(Answers.Starter);
        using var first = _world.Start("watch", "801");
        first.Await(Foot);
        using var second = _world.Start("watch", "801");
        second.AwaitError("another watch is at work on these exercises: both will check, and both count\n");
        second.Await(Foot);

        _world.Answer(Answers.StartsAtZero);
        first.Await("\nFAIL: no number is left out\n");
        second.Await("\nFAIL: no number is left out\n");

        first.Press('q');
        Assert.Equal((0, ""), first.End());
        second.Press('q');
        Assert.Equal(0, second.End().ExitCode);
        Assert.Empty(Directory.GetFiles(Path.Combine(_world.Home, "work"), "watch.lock"));
    }

    [Fact]
    public void It_begins_with_the_first_exercise_that_has_not_passed()
    {
        _world.Answer(Answers.Right);
        Assert.Equal(0, _world.Run("check", "801").ExitCode);
        _world.Run("start", "802");
        using var watch = _world.Start("watch");
        watch.Await("802 Greeter: 0 of 2 points");
        watch.Press('q');
        Assert.Equal((0, ""), watch.End());
        Assert.DoesNotContain("801", watch.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Before_anything_is_started_it_says_how()
    {
        Assert.Equal((2, "", "watch: nothing is started yet; workbook start 205, for one\n"), _world.Run("watch"));
        Assert.Equal((2, "", "801 counter is not started yet: workbook start 801\n"), _world.Run("watch", "801"));
    }

    [Fact]
    public void An_interrupt_ends_it_with_130()
    {
        using var source = new CancellationTokenSource();
        using var world = new World { Catalogue = World.WithAssigned, Cancel = source.Token };
        world.Answer(Answers.Starter);
        using var watch = world.Start("watch", "801");
        watch.Await(Foot);

        source.Cancel();

        Assert.Equal((130, "interrupted\n"), watch.End());
    }

    [Fact]
    public void An_interrupt_in_the_middle_of_a_check_is_told_once()
    {
        using var source = new CancellationTokenSource();
        using var world = new World { Catalogue = World.WithAssigned, Cancel = source.Token };
        world.Answer(Answers.Hangs);
        using var watch = world.Start("watch", "801");
        AwaitPrograms(1, world);

        source.Cancel();

        Assert.Equal((130, "interrupted\n"), watch.End());
    }

    // A checker has written so many programs: whatever it writes is explored next.
    private void AwaitPrograms(int count, World? world = null)
    {
        var programs = Path.Combine((world ?? _world).Home, "work", "checked", "801");
        Assert.True(SpinWait.SpinUntil(() => Directory.Exists(programs)
            && Directory.GetFiles(programs, "Checked801.dll", SearchOption.AllDirectories).Length == count, TimeSpan.FromMinutes(2)));
    }
}
