using Workbook.Concurrency.Threads;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Tests.Cli.Samples.OrderedPrinting;

/// <summary>Fails in each way in which a demo can.</summary>
[Exercise(206, "ordered-printing", "Ordered printing")]
public static class Demo
{
    public static void Run(Stage stage, [Option("How it fails")] Failing how = Failing.Plainly)
    {
        stage.WriteLine("page 1");
        switch (how)
        {
            case Failing.InWorkers:
                var group = new ThreadGroup();
                group.Start("w1", () => throw new InvalidOperationException("no ink"));
                group.Start("w2", () => throw new InvalidOperationException("no paper"));
                group.Join();
                break;
            case Failing.ByOption:
                throw new BadOptionException("--how", "must be another one");
            case Failing.ByPlatform:
                throw new PlatformNotSupportedException("needs a printer; buy one");
            case Failing.ByCancelling:
                throw new OperationCanceledException("nobody asked for it");
            default:
                throw new InvalidOperationException("out of order:\nA before 1");
        }
    }
}
