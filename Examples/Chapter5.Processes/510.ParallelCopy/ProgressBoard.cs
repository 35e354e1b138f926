//      worker 1   [##########          ]   52 %   Demo.cs                       37 files
//      worker 2   [####################]  100 %   README.md                     41 files
//      all        [#########           ]   47 %   569,344 of 1,210,112 bytes    78 of 402 files

using System.Diagnostics;
using Workbook.Examples.Exercises;

namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>Shows how far the workers are, each and all together.</summary>
/// <remarks>Any thread may call any member.</remarks>
[DebuggerDisplay("{_workers.Count} workers, {plan.Files.Count} files")] // takes no lock
internal sealed class ProgressBoard(LiveView view, CopyPlan plan)
{
    private const int Width = 20, NameWidth = 34, MillisecondsBetween = 30;

    private readonly Lock _lock = new(); // guards all below, and the view
    private readonly List<int> _workers = []; // process ids, in the order of their first reports
    private readonly List<int> _ready = [];   // of each worker: how many files
    private readonly (int Worker, long Bytes)[] _files = [.. plan.Files.Select(_ => (-1, -1L))]; // who, how far; -1: not begun
    private readonly Dictionary<int, int> _current = []; // of a worker: the file of its last report
    private long _bytes, _shownAt;

    /// <summary>A worker has copied a block.</summary>
    public void Add(CopyStep step)
    {
        lock (_lock)
        {
            var worker = _workers.IndexOf(step.ProcessId);
            if (worker == -1)
            {
                worker = _workers.Count;
                _workers.Add(step.ProcessId);
                _ready.Add(0);
            }
            Count(step.Number, -1); // a file that is begun again would count twice
            _files[step.Number] = (worker, step.Bytes);
            Count(step.Number, 1);
            _current[worker] = step.Number;
            if (Environment.TickCount64 - _shownAt >= MillisecondsBetween || IsComplete) Show();
        }
    }

    private bool IsComplete => _ready.Sum() == plan.Files.Count;

    private void Count(int number, int sign)
    {
        var (worker, bytes) = _files[number];
        if (worker < 0) return;
        _bytes += sign * bytes;
        if (bytes == plan.Files[number].Length) _ready[worker] += sign;
    }

    private void Show()
    {
        _shownAt = Environment.TickCount64;
        List<string> lines = [];
        for (var worker = 0; worker < _workers.Count; worker++)
        {
            var (file, done) = (plan.Files[_current[worker]], _files[_current[worker]].Bytes);
            lines.Add(Line($"worker {worker + 1}", done, file.Length, Shorten(file.Name), $"{_ready[worker],5} files"));
        }
        lines.Add(Line("all", _bytes, plan.TotalBytes, $"{_bytes:N0} of {plan.TotalBytes:N0} bytes",
            $"{_ready.Sum(),5} of {plan.Files.Count} files"));
        view.Show(lines);
    }

    private static string Line(string who, long part, long whole, string what, string files) =>
        $"{who,-10} {Bar(part, whole)}   {what,-NameWidth} {files}";

    private static string Bar(long part, long whole)
    {
        var share = whole == 0 ? 1 : (double)part / whole;
        return $"[{new string('#', (int)(share * Width)),-Width}] {share * 100,4:F0} %";
    }

    private static string Shorten(string name) => name.Length <= NameWidth ? name : $"...{name[^(NameWidth - 3)..]}";
}
