// A save is seen in two ways: the system tells of it (at once, but not on network drives, and not always in containers), and a
// look every quarter of a second at the file's time and length. An editor writes a file in several steps, or writes another and
// renames it, so a change counts once the file has looked the same twice.
//
//      saved?  no ---- other stamp ----> settling ---- the same stamp again ----> saved ---- told ----> no

using System.Diagnostics;

namespace Workbook.Examples.Learning;

/// <summary>Notices when a file is saved.</summary>
/// <remarks>One thread calls it.</remarks>
internal sealed class SaveWatcher : IDisposable
{
    private static readonly TimeSpan _poll = TimeSpan.FromMilliseconds(250), _settle = TimeSpan.FromMilliseconds(40);

    private readonly string _path;
    private readonly FileSystemWatcher? _events; // null: the system has none for this folder
    private volatile bool _isToldOf;             // set by the system's thread, read and cleared by ours
    private (DateTime Time, long Length) _known, _seen;
    private long _looked = Stopwatch.GetTimestamp();

    /// <param name="path">The file; it need not be there.</param>
    /// <param name="isPolling">Not to ask the system at all.</param>
    public SaveWatcher(string path, bool isPolling = false)
    {
        _path = Path.GetFullPath(path);
        _known = _seen = Stamp();
        if (!isPolling) _events = TryListen();
    }

    /// <summary>Whether the file was saved since the last time this said so. Does not block.</summary>
    public bool HasChanged()
    {
        var isSettling = _seen != _known;
        var since = Stopwatch.GetElapsedTime(_looked);
        if (!_isToldOf && since < (isSettling ? _settle : _poll)) return false;
        if (isSettling && since < _settle) return false;
        _isToldOf = false;
        _looked = Stopwatch.GetTimestamp();
        var now = Stamp();
        if (now == _known)
        {
            _seen = now;
            return false;
        }
        if (now != _seen || now.Length < 0) // still being written, or between delete and rename
        {
            _seen = now;
            return false;
        }
        _known = now;
        return true;
    }

    public void Dispose() => _events?.Dispose();

    private (DateTime Time, long Length) Stamp()
    {
        try
        {
            var file = new FileInfo(_path);
            return file.Exists ? (file.LastWriteTimeUtc, file.Length) : (default, -1);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { return (default, -1); }
    }

    private FileSystemWatcher? TryListen()
    {
        FileSystemWatcher? events = null;
        try
        {
            events = new FileSystemWatcher(Path.GetDirectoryName(_path)!, Path.GetFileName(_path));
            events.Changed += (_, _) => _isToldOf = true;
            events.Created += (_, _) => _isToldOf = true;
            events.Renamed += (_, _) => _isToldOf = true;
            events.EnableRaisingEvents = true;
            return events;
        }
        catch (Exception e) when (e is IOException or ArgumentException or UnauthorizedAccessException or PlatformNotSupportedException)
        {
            events?.Dispose();
            return null; // too many watches, or no such folder: looking is enough
        }
    }
}
