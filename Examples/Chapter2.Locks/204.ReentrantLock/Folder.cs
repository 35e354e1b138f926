namespace Workbook.Examples.Locks.ReentrantLocks;

/// <summary>A folder with files and folders in it. The tree has one lock; a folder is as large as all that is in it.</summary>
/// <param name="Name">As it is shown.</param>
/// <param name="FileBytes">The files directly in it.</param>
/// <param name="Folders">The folders directly in it.</param>
public sealed record Folder(string Name, int FileBytes, IReadOnlyList<Folder> Folders)
{
    /// <summary>A folder in a folder in a folder, with 100, 200, 300 ... bytes of files.</summary>
    public static Folder Nested(int levels, int level = 1) =>
        new($"level{level}", 100 * level, level == levels ? [] : [Nested(levels, level + 1)]);

    /// <summary>Adds up the sizes under the lock of the tree. Anyone may call it, so it takes the lock itself; and it calls
    /// itself.</summary>
    /// <param name="enter">Takes the lock; throws if it cannot be had.</param>
    /// <param name="leave">Gives it back.</param>
    public int Size(Action<Folder> enter, Action<Folder> leave)
    {
        enter(this);                                                              // [enter]
        try
        {
            return FileBytes + Folders.Sum(folder => folder.Size(enter, leave));  // [again]
        }
        finally { leave(this); }                                                  // [leave]
    }
}
