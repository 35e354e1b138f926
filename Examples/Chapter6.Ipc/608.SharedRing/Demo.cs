// The same messages from this process to another one, by four ways:
//
//      ring           copy ----------------------------------------> copy         no system call: the memory is in both processes
//      pipe           write() --> buffer in the kernel --> read()                 two calls and two copies for each message
//      Unix socket    send() ---> buffer in the kernel --> recv()
//      TCP            send() ---> all of the protocol ---> recv()                 on the loopback device

using Workbook.Examples.Exercises;

namespace Workbook.Examples.Ipc.RingBeside;

[Exercise(608, "shared-ring", "A ring in shared memory", Points = 14, Small = "--messages 2000")]
public static class Demo
{
    public static void Run(
        Stage stage,
        [Option("messages by each way", 1, 100_000_000)] int messages = 200_000,
        [Option("bytes of a message", 8, 4096)] int size = 64,
        [Option("instead: kill the writer at after-claim, mid-write, after-commit, the reader at mid-read, or all")]
        string kill = "none")
    {
        if (kill != "none")
        {
            CrashLaboratory.Run(stage, kill);
            return;
        }
        (string Name, Func<double> Measure)[] ways =
        [
            ("ring", () => Ways.Ring(stage, messages, size)),
            ("pipe", () => Ways.Pipe(stage, messages, size)),
            ("Unix socket", () => Ways.UnixSocket(stage, messages, size)),
            ("TCP", () => Ways.Tcp(stage, messages, size)),
        ];
        var results = ways.Select(way => (way.Name, Nanoseconds: way.Measure())).ToArray(); // [measure]
        stage.Table(
            $"{messages} messages of {size} bytes, one way, from process to process",
            ["way", "messages/s", "ns per message", "against the ring"],
            results.Select(result => (string[])[
                result.Name, $"{1e9 / result.Nanoseconds:F0}", $"{result.Nanoseconds:F0}",
                $"{result.Nanoseconds / results[0].Nanoseconds:F1}x"]));
        stage.WriteLine();
        stage.Bars("ns per message", results.Select(result => (result.Name, result.Nanoseconds, $"{result.Nanoseconds:F0} ns")));
    }
}
