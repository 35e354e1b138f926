using Workbook.Ipc.Processes;

namespace Workbook.Ipc.Tests.Processes;

public sealed class CommandTests
{
    [Fact]
    public void A_command_copies_its_arguments()
    {
        List<string> arguments = ["a"];
        var command = new Command("echo", arguments);
        arguments.Add("b");
        Assert.Equal(["a"], command.Arguments);
    }

    [Fact]
    public void What_cannot_be_passed_on_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new Command(" "));
        Assert.Throws<ArgumentNullException>(() => new Command(null!));
        Assert.Throws<ArgumentException>(() => new Command("echo", "a\0b"));
        Assert.Throws<ArgumentException>(() => new Command("ec\0ho"));
        Assert.Throws<ArgumentNullException>(() => new Command("echo", "a", null!));
        Assert.Throws<ArgumentException>(() => new Command("pwd") { Directory = "/usr\0/lib" });
        Assert.Throws<ArgumentException>(() => Command.Shell(""));
        foreach (var (name, value) in new[] { ("A=B", ""), ("", ""), ("A", "\0"), ("\0", "") })
        {
            var variables = new Dictionary<string, string?> { [name] = value };
            Assert.Throws<ArgumentException>(() => new Command("env") { Variables = variables });
        }
        Assert.Throws<ArgumentOutOfRangeException>(() => new Command("env") { OutputLimit = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new Command("env") { OutputGrace = TimeSpan.FromSeconds(-1) });
        Assert.Throws<ArgumentOutOfRangeException>(() => Subprocess.Run(new Command("true"), TimeSpan.FromSeconds(-5)));
        Assert.Throws<ArgumentNullException>(() => Subprocess.Run(null!));
        Assert.Throws<ArgumentNullException>(() => Subprocess.RunLines(new Command("true"), null!));
    }

    [Fact]
    public void A_command_reads_like_a_line()
    {
        Assert.Equal("echo 'a b' '' c", new Command("echo", "a b", "", "c").ToString());
        Assert.Equal("/bin/sh -c 'ls | wc'", Command.Shell("ls | wc").ToString());
    }

    [Fact]
    public void Another_command_is_made_from_one()
    {
        var command = new Command("pwd");
        Assert.Equal("/", (command with { Directory = "/" }).Directory);
        Assert.Null(command.Directory);
    }

    [Fact]
    public void A_failure_has_the_last_words()
    {
        var failure = Assert.Throws<SubprocessFailedException>(() =>
            Subprocess.Run(Command.Shell("echo first >&2; echo 'no such file' >&2; exit 2")).EnsureSuccess());
        Assert.Equal("'/bin/sh' ended with exit code 2: no such file", failure.Message);
        Assert.Equal(2, failure.Result.Status.Code);
    }
}
