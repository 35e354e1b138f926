using Workbook.Coursework.Checking;

namespace Workbook.Coursework.Tests.Checking;

public class CrashTests
{
    [Theory]
    [InlineData(134, "Process terminated. no way on\n   at System.Environment.FailFast(System.String)\n", "crashed",
        "it ended the whole process: Process terminated. no way on")]
    [InlineData(139, "", "crashed", "the process broke down: unsafe code read or wrote memory that is not its own")]
    [InlineData(134, "Fatal error. 0xC0000005\n   at Workbook.Examples.Counting.Counter.Add()\n", "crashed",
        "the process broke down in Counter.Add: unsafe code read or wrote memory that is not its own")]
    [InlineData(134, "Unhandled exception. System.OutOfMemoryException: Exception of type ... was thrown.\n", "memory",
        "there was no memory left for it: is there something that grows without end?")]
    [InlineData(134, "", "crashed", "it ended the whole process: exit code 134")]
    [InlineData(-1, "", "crashed", "it ended the whole process: nobody knows why")]
    public void Last_words_and_exit_code_become_a_sentence(int exitCode, string lastWords, string kind, string why) =>
        Assert.Equal((kind, why), Crash.Of(exitCode, lastWords));

    [Fact]
    public void An_exception_is_found_behind_what_was_printed_without_the_end_of_a_line() =>
        Assert.Equal("an exception that nobody caught ended the whole process in Loud.Finalize: System.Exception: boom",
            Crash.Of(134, "\0\0hi Unhandled exception. System.Exception: boom\n   at A.Counter.Loud.Finalize() in C.cs:line 8\n").Why);

    [Fact]
    public void A_line_without_end_is_shortened() => Assert.InRange(Crash.Of(134, new string('x', 100_000)).Why.Length, 300, 400);

    [Fact]
    public void The_method_that_is_named_is_neither_the_platforms_nor_the_explorers()
    {
        const string words = "Stack overflow.\nRepeated 9000 times:\n   at Workbook.Explorer.Controlled.Marks.Read(Int32)\n"
            + "   at System.Threading.Monitor.Enter(System.Object)\n   at Workbook.Examples.Counting.Counter+Inner.Add()\n";

        Assert.Contains("Inner.Add is called", Crash.Of(134, words).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_what_is_printed_the_beginning_and_the_end_are_kept()
    {
        var text = new BoundedText(10);
        foreach (var part in (string[])["ab", "cdefgh", "i", "jklmnopq"]) text.Add(part);

        Assert.Equal("abcde\n...\nmnopq", text.ToString());
    }

    [Fact]
    public void What_was_printed_is_forgotten_on_demand()
    {
        var text = new BoundedText(10);
        text.Add("abcdefghijklmn");
        text.Clear();
        text.Add("xyz");

        Assert.Equal("xyz", text.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("abcd")]
    [InlineData("abcdefghij")]
    public void What_fits_is_kept_as_it_is(string all)
    {
        var text = new BoundedText(10);
        text.Add(all);

        Assert.Equal(all, text.ToString());
    }
}
