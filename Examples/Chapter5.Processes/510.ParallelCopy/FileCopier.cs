// What runs in a worker, for each file:
//
//      read a block -> add it to the hash -> write it -> report        until the end
//      to the disk -> permissions, time -> read the copy again, hash: the same?

using System.Security.Cryptography;
using Workbook.Ipc.Messages;

namespace Workbook.Examples.Processes.TreeCopying;

/// <summary>Copies one file, in whichever process.</summary>
public static class FileCopier
{
    /// <summary>The permissions that are copied: rwxrwxrwx, and not that a program runs as its owner, who may be another one
    /// here.</summary>
    public const UnixFileMode Permissions = (UnixFileMode)0x1ff;

    private const int BlockSize = 64 << 10;

    private static MessageQueue<CopyStep>? _steps; // of this process: set once, by Begin
    private static int _pauseMs;

    /// <summary>Called in each worker before its first file.</summary>
    /// <param name="steps">Receives a report after each block.</param>
    /// <param name="pauseMs">How long to rest after each block.</param>
    public static void Begin(MessageQueue<CopyStep> steps, int pauseMs) => (_steps, _pauseMs) = (steps, pauseMs);

    /// <summary>Copies a file, and proves that the copy is equal. May be repeated.</summary>
    /// <exception cref="CopyException">It cannot be read or written, or was changed meanwhile. Part of a copy may be
    /// there.</exception>
    public static CopiedFile Copy(CopyJob job)
    {
        try
        {
            var hash = CopyBlocks(job);
            if (HashOf(job.To) != hash)                                              // [verify]
                throw new CopyException($"{job.File.Name} is not equal to what was read");
            return new CopiedFile(job.Number, Environment.ProcessId, hash);
        }
        catch (Exception e) when (e is IOException and not CopyException or UnauthorizedAccessException)
        {
            throw new CopyException($"{job.File.Name} was not copied: {e.Message}", e);
        }
    }

    private static string CopyBlocks(CopyJob job)
    {
        using var from = new FileStream(job.From, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using var to = Create(job.To);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var block = new byte[BlockSize];
        var bytes = 0L;
        int count;
        while ((count = from.Read(block)) > 0)                                   // [block]
        {
            hash.AppendData(block, 0, count);
            to.Write(block, 0, count);
            bytes += count;
            _steps?.Put(new CopyStep(Environment.ProcessId, job.Number, bytes)); // [report]
            Thread.Sleep(_pauseMs);
        }
        if (bytes == 0) _steps?.Put(new CopyStep(Environment.ProcessId, job.Number, 0));
        if (bytes != job.File.Length || File.GetLastWriteTimeUtc(job.From) != job.File.Written)
            throw new CopyException($"{job.File.Name} was changed while it was copied");
        to.Flush(flushToDisk: true);                                             // [disk] now, or "no space" may be told too late
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(to.SafeFileHandle, job.File.Mode & Permissions);
        File.SetLastWriteTimeUtc(to.SafeFileHandle, job.File.Written);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Nobody else may read it before it has its permissions.
    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(path, options);
    }

    private static string HashOf(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
