using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using Workbook.Ipc.Interop;
using Workbook.Ipc.Wire;

namespace Workbook.Ipc.Pools;

/// <summary>The arguments of a job as they travel: bytes, and duplicates of descriptors, since the job may be sent after the
/// caller has closed its own, and again if its worker dies.</summary>
internal sealed class JobArguments : IDisposable
{
    private const int MostDescriptors = 253; // that one message carries: SCM_MAX_FD

    /// <exception cref="NotSupportedException">Too many descriptors.</exception>
    public JobArguments(ReadOnlySpan<byte> bytes, Handover handover)
    {
        Bytes = bytes.ToArray();
        if (handover.Descriptors.Count == 0) return;
        if (handover.Descriptors.Count > MostDescriptors)
        {
            throw new NotSupportedException(
                $"{handover.Descriptors.Count} descriptors cannot go along with one job, only {MostDescriptors}.");
        }
        Descriptors = [.. handover.Descriptors.Select(Duplicate)];
    }

    /// <summary>The arguments of all calls, one after another.</summary>
    public byte[] Bytes { get; }

    public IReadOnlyList<SafeHandle> Descriptors { get; } = [];

    public void Dispose()
    {
        foreach (var descriptor in Descriptors) descriptor.Dispose();
    }

    private static SafeFileHandle Duplicate(SafeHandle descriptor)
    {
        var held = false;
        descriptor.DangerousAddRef(ref held);
        try
        {
            var copy = Libc.fcntl((int)descriptor.DangerousGetHandle(), Libc.DuplicateCloseOnExec, 0);
            return new(Libc.Check(copy, "fcntl"), ownsHandle: true);
        }
        finally { descriptor.DangerousRelease(); }
    }
}
