// A buffer that doubles, up to the limit; beyond it the pipe must be read all the same, or the program would stand still at a
// full one.
//
//      _kept    |=========================|          |      _count <= limit
//                                     Room ^^^^^^^^^^
//      _spill                                               at the limit: Room is here, and what comes is forgotten
//
//   I1  _count <= limit, and WasCut if and only if a byte was forgotten.

namespace Workbook.Ipc.Processes;

/// <summary>Keeps what comes, up to a limit.</summary>
/// <param name="limit">In bytes.</param>
internal sealed class CapturedOutput(long limit) : OutputSink
{
    private const int First = 4_096, Spill = 65_536; // a pipe holds 65,536: one read can empty it

    private byte[] _kept = [];
    private byte[]? _spill;
    private int _count;

    /// <summary>Whether there was more than the limit.</summary>
    public bool WasCut { get; private set; }

    /// <summary>What was kept.</summary>
    public ReadOnlyMemory<byte> Bytes => _kept.AsMemory(0, _count);

    /// <inheritdoc/>
    public override Span<byte> Room
    {
        get
        {
            if (_count == limit) return _spill ??= new byte[Spill];
            if (_count == _kept.Length) Array.Resize(ref _kept, (int)Math.Min(limit, Math.Max(First, 2L * _kept.Length)));
            return _kept.AsSpan(_count);
        }
    }

    /// <inheritdoc/>
    public override void Added(int count)
    {
        if (_count == limit) WasCut |= count > 0; // I1
        else _count += count;
    }
}
