using Workbook.Concurrency.Threads;
using Workbook.Examples.Cli;

namespace Workbook.Examples.Tests.Cli;

public sealed class ProgressTests : IDisposable
{
    private readonly World _world = new();
    private readonly StringWriter _error = new();

    public void Dispose() => _world.Dispose();

    private ProgressFile Open() => new(Path.GetDirectoryName(_world.ProgressPath)!, _error);

    private void Write(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_world.ProgressPath)!);
        File.WriteAllText(_world.ProgressPath, text);
    }

    [Fact]
    public void What_is_recorded_is_read_again()
    {
        Assert.True(Open().Change(progress => { progress.SetRun(101); progress.SetHintsShown(205, 2); }));

        var progress = Open().Read();
        Assert.True(progress.HasRun(101));
        Assert.False(progress.HasRun(205));
        Assert.Equal((0, 2), (progress.HintsShown(101), progress.HintsShown(205)));
    }

    [Fact]
    public void Reading_creates_nothing()
    {
        Assert.False(Open().Read().HasRun(101));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_world.Home));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"exercises\":")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"exercises\":{\"205\":7}}")]
    [InlineData("{\"exercises\":{\"205\":{\"hints\":\"two\"}}}")]
    [InlineData("{\"exercises\":{\"205\":{\"hints\":-1}}}")]
    [InlineData("{\"exercises\":{\"205\":{\"ran\":1}}}")]
    public void A_damaged_file_is_told_once_and_kept(string damaged)
    {
        Write(damaged);
        var file = Open();

        Assert.False(file.Read().HasRun(205));
        Assert.False(file.Change(progress => progress.SetRun(205)));

        Assert.Equal(damaged, File.ReadAllText(_world.ProgressPath));
        Assert.StartsWith($"{_world.ProgressPath} is damaged (", Assert.Single(_error.ToString().TrimEnd().Split('\n')));
    }

    [Fact]
    public void A_command_goes_on_when_the_file_is_damaged()
    {
        Write("oops");

        var (exitCode, output, error) = _world.Run("run", "101");

        Assert.Equal((0, "joined\n"), (exitCode, output));
        Assert.Contains("is damaged", error);
    }

    [Fact]
    public void A_command_goes_on_when_the_directory_cannot_be_made()
    {
        File.WriteAllText(Path.Combine(_world.Home, "work"), "a file where the directory should be");

        var (exitCode, output, error) = _world.Run("run", "101");

        Assert.Equal((0, "joined\n"), (exitCode, output));
        Assert.StartsWith("progress is not recorded: ", Assert.Single(error.TrimEnd('\n').Split('\n')));
    }

    [Fact]
    public void What_a_newer_version_wrote_is_kept()
    {
        Write("""{"version":2,"name":"Ann","exercises":{"205":{"reviewedBy":["a"],"hints":1}}}""");

        Assert.True(Open().Change(progress => progress.SetRun(205)));

        var text = File.ReadAllText(_world.ProgressPath);
        Assert.Contains("\"Ann\"", text);
        Assert.Contains("\"reviewedBy\"", text);
        Assert.Equal(1, Open().Read().HintsShown(205));
    }

    [Fact]
    public void Many_at_once_lose_nothing()
    {
        var group = new ThreadGroup();
        for (var writer = 0; writer < 8; writer++)
        {
            var exercise = 200 + writer;
            void ShowOneMore(Progress progress) => progress.SetHintsShown(exercise, progress.HintsShown(exercise) + 1);
            group.Start($"writer {writer}", () => { for (var i = 0; i < 5; i++) Open().Change(ShowOneMore); });
        }
        Assert.True(group.Join(TimeSpan.FromSeconds(60)));

        Assert.Equal("", _error.ToString());
        Assert.All(Enumerable.Range(200, 8), exercise => Assert.Equal(5, Open().Read().HintsShown(exercise)));
        var files = Directory.EnumerateFiles(Path.GetDirectoryName(_world.ProgressPath)!).Select(Path.GetFileName);
        Assert.Equal(["progress.json", "progress.json.lock"], files.Order());
    }

    [Fact]
    public void A_lock_that_is_held_for_too_long_is_told()
    {
        Assert.True(Open().Change(progress => progress.SetRun(101)));
        using var held = new FileStream(_world.ProgressPath + ".lock", FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        Assert.False(Open().Change(progress => progress.SetRun(205)));

        Assert.Contains("is being changed by another command", _error.ToString());
        Assert.False(Open().Read().HasRun(205));
    }

    [Fact]
    public void A_reader_never_meets_half_a_file()
    {
        Assert.True(Open().Change(progress => progress.SetRun(101)));
        using var stop = new CancellationTokenSource();
        var reader = WorkerThread.Start("reader", () =>
        {
            while (!stop.IsCancellationRequested) Assert.True(Open().Read().HasRun(101));
        });

        for (var i = 0; i < 50; i++) Open().Change(progress => progress.SetHintsShown(205, i));
        stop.Cancel();

        Assert.True(reader.Join(TimeSpan.FromSeconds(60)));
        Assert.Equal("", _error.ToString());
    }
}
