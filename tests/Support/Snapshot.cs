using System.Text;
using DiffPlex;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace Workbook.Tests.Support;

/// <summary>A text that a person has approved, in <c>Name.verified.txt</c>. A run never approves by itself.</summary>
internal sealed class Snapshot(string folder, string name)
{
    private static readonly UTF8Encoding _encoding = new(encoderShouldEmitUTF8Identifier: true);

    private string Verified => Path.Combine(folder, $"{name}.verified.txt");
    private string Received => Path.Combine(folder, $"{name}.received.txt");

    /// <exception cref="SnapshotException">The texts differ, or there is no approved one; what was received lies beside it.</exception>
    public async Task Compare(string text)
    {
        var received = Normalise(text);
        var verified = File.Exists(Verified) ? Normalise(await File.ReadAllTextAsync(Verified)) : null;
        if (received == verified)
        {
            File.Delete(Received); // of an earlier mismatch
            return;
        }
        await File.WriteAllTextAsync(Received, received, _encoding);
        throw new SnapshotException(verified is null
            ? $"{name} has no snapshot yet. Read {name}.received.txt; if it is right, rename it to {name}.verified.txt.\n\n{received}"
            : $"{name} differs from its snapshot (- verified, + received).\n\n{Diff(verified, received)}");
    }

    // A checkout may have changed the ends of lines, and an editor the end of the file: neither is a difference.
    private static string Normalise(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n');

    private static string Diff(string verified, string received)
    {
        var lines = new InlineDiffBuilder(new Differ()).BuildDiffModel(verified, received).Lines;
        var text = new StringBuilder();
        for (var i = 0; i < lines.Count; i++)
        {
            var isNearAChange = lines.Take(i + 3).Skip(i - 2).Any(line => line.Type != ChangeType.Unchanged);
            if (!isNearAChange) continue; // two lines of context are enough
            var mark = lines[i].Type switch { ChangeType.Inserted => "+ ", ChangeType.Deleted => "- ", _ => "  " };
            text.Append(mark).Append(lines[i].Text).Append('\n');
        }
        return text.ToString();
    }
}
