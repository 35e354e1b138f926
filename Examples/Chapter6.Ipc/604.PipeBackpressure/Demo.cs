using Workbook.Examples.Exercises;
using Workbook.Ipc.Pipes;
using Workbook.Ipc.Processes;

namespace Workbook.Examples.Ipc.Backpressure;

[Exercise(604, "pipe-backpressure", "How much fits into a pipe", Needs = Needs.ProcFileSystem, Small = "--capacity 8192")]
public static class Demo
{
    private static readonly ChildOptions _options = new() { IsDaemon = true, IgnoreInterrupt = true }; // Ctrl+C is for us

    // Of one byte; what divides a page, and one more; a page, and one more.
    private static readonly int[] _sizes = [1, 100, 1_000, 2_048, 2_049, 3_000, 4_095, 4_096, 4_097, 65_536];

    public static void Run(
        Stage stage,
        [Option("what the second pipe is set to, in bytes", 1, 1_048_576)] int capacity = 10_000)
    {
        FillPipes(stage, "as it is made", setTo: null);
        stage.WriteLine();
        FillPipes(stage, $"set to {capacity}", capacity);
        stage.WriteLine();
        MakeRoom(stage);
        stage.WriteLine();
        WatchAWriter(stage);
    }

    // Writes until the kernel says that it would have to wait.
    private static void FillPipes(Stage stage, string title, int? setTo)
    {
        List<string[]> rows = [];
        var stated = 0;
        foreach (var size in _sizes)
        {
            stage.Cancel.ThrowIfCancellationRequested();
            var (reader, writer) = AnonymousPipe.Create();
            using (reader)
            using (writer)
            {
                if (setTo is { } bytes) writer.Capacity = bytes; // [set]
                stated = writer.Capacity;
                var (calls, block) = (0, new byte[size]);
                while (writer.WriteNow(block) > 0) calls++;      // [full]
                var fits = reader.Available;
                rows.Add([$"{size}", $"{calls}", $"{fits}", $"{100.0 * fits / stated:F1}"]);
            }
        }
        var pages = stated / Environment.SystemPageSize;
        stage.Table($"a pipe {title}: the kernel states {stated} bytes, {pages} page{(pages == 1 ? "" : "s")}",
            ["bytes a write", "writes", "bytes that fit", "% of it"], rows);
    }

    // How much has to be read before one byte fits again?
    private static void MakeRoom(Stage stage)
    {
        var (reader, writer) = AnonymousPipe.Create();
        using var _ = reader;
        using var __ = writer;
        var page = new byte[Environment.SystemPageSize];
        while (writer.WriteNow(page) > 0) { }
        var read = 0;
        var one = new byte[1];
        while (writer.WriteNow(one) == 0) read += reader.Read(one); // [room]
        stage.WriteLine($"a full pipe takes one byte more after {read} bytes have been read");
    }

    // A writer that waits, seen from outside.
    private static void WatchAWriter(Stage stage)
    {
        var (reader, writer) = AnonymousPipe.Create();
        using var _ = reader;
        var capacity = writer.Capacity;
        var total = 2 * capacity;
        using var child = ChildProcess.Start(Child.WriteAll, writer, total, _options);
        writer.Dispose();
        var buffer = new byte[Environment.SystemPageSize];
        var taken = 0;
        for (var step = 0; step < 3; step++)
        {
            while (reader.Available < capacity || !Child.SleepsInWrite(child.Id)) stage.Sleep(1); // [asleep]
            stage.WriteLine($"the child, process {child.Id}, sleeps in write(2): " +
                $"{reader.Available} bytes in the pipe, {taken} read");
            var count = reader.Read(buffer, stage.Cancel);
            taken += count;
        }
        while (reader.Read(buffer, stage.Cancel) is > 0 and var count) taken += count;
        stage.WriteLine($"all read: {taken} of {total} bytes; the child returned {child.Result(stage.Cancel)}");
    }
}
