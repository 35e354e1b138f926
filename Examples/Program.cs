using System.Reflection;
using System.Text;
using Spectre.Console;
using Workbook.Examples.Cli;
using Workbook.Examples.Exercises;

if (OperatingSystem.IsWindows()) Console.OutputEncoding = Encoding.UTF8; // elsewhere it is already

var isTerminal = !Console.IsOutputRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb";
var interruption = new Lazy<Interruption>(); // most commands are over before anyone could press Ctrl+C
var session = new Session(new Catalogue(Assembly.GetExecutingAssembly()), Console.Out, Console.Error,
    Environment.GetEnvironmentVariable, isTerminal ? OpenTerminal : null)
{
    Interruptible = () => interruption.Value.Token,
};

var exitCode = CommandLine.Run(args, session);

// Fine: return, so that a demo's foreground threads may finish their work, and Ctrl+C ends them. Otherwise nobody waits for
// threads that a demo left behind, and what a cancelled wait did to them is no news.
if (interruption.IsValueCreated) interruption.Value.Dispose();
if (exitCode == ExitCode.Fine) return exitCode;
if (exitCode == ExitCode.Interrupted) Console.SetError(TextWriter.Null);
Environment.Exit(exitCode);
return exitCode;

static IAnsiConsole OpenTerminal() => AnsiConsole.Create(new AnsiConsoleSettings
{
    ColorSystem = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
});
