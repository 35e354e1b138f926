// A folder for each program that is checked, named after its sources and the libraries that it uses:
//
//      .../3fa9c1d2b07e/  Check.cs  Given/Sale.cs  Checked205.dll  Checked205.pdb  Workbook.Concurrency.dll
//
//   I1  Same sources and libraries, same folder, same bytes: whoever writes a file that is there already would write the same.
//   I2  Under its name a file is whole: it is written under another and renamed.
//
// So two checks at once do not disturb each other, and an interleaving that was recorded of a program can be replayed although
// the learner has gone on.

using System.Security.Cryptography;
using System.Text;
using Workbook.Coursework.Catalogue;

namespace Workbook.Coursework.Checking;

/// <summary>Where a compiled candidate is kept, with the sources that a debugger shows.</summary>
internal sealed class ProgramFolder
{
    private readonly string _path;

    /// <param name="job">The candidate, and below which directory its folder is.</param>
    /// <param name="libraries">What it may refer to beside the platform.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    public ProgramFolder(CheckJob job, IReadOnlyList<string> libraries)
    {
        var assignment = job.Assignment;
        IEnumerable<SourceFile> sources = [job.Candidate, assignment.Check, .. assignment.Given, .. assignment.Support];
        var all = string.Join('\0', sources.SelectMany(file => (string[])[file.Path, file.Text]));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(all));
        foreach (var library in libraries) hash.AppendData(File.ReadAllBytes(library));
        _path = Path.Combine(Path.GetFullPath(job.Directory), Convert.ToHexStringLower(hash.GetHashAndReset())[..12]);
        Directory.CreateDirectory(_path);
        Assignment = assignment with
        {
            Check = Kept(assignment.Check, ""),
            Given = [.. assignment.Given.Select(file => Kept(file, "Given"))],
            Support = [.. assignment.Support.Select(file => Kept(file, "Support"))],
        };
    }

    /// <summary>The exercise, with the paths of the files here.</summary>
    public Assignment Assignment { get; }

    /// <summary>Writes a file, if it is not there.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, byte[] bytes)
    {
        var path = Path.Combine(_path, name);
        if (File.Exists(path)) return path; // I1
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = $"{path}.{Environment.ProcessId}.tmp"; // I2
        File.WriteAllBytes(temporary, bytes);
        File.Move(temporary, path, overwrite: true);
        return path;
    }

    /// <summary>Copies an assembly, and its symbols if they are beside it.</summary>
    public void CopyWithSymbols(string library)
    {
        foreach (var file in (string[])[library, Path.ChangeExtension(library, ".pdb")])
            if (File.Exists(file)) Write(Path.GetFileName(file), File.ReadAllBytes(file));
    }

    private SourceFile Kept(SourceFile file, string folder) =>
        file with { Path = Write(Path.Combine(folder, file.Name), Encoding.UTF8.GetBytes(file.Text)) };
}
