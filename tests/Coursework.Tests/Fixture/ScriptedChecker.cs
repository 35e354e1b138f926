// A shell script in the place of a checker, to do what a real one does at an unlucky moment. $1 is the handle of the pipe:
//
//      tell checks        the job is compiled, and has the checks "one" and "two"
//      tell begins one
//      tell ends one      it holds
//      tell done
//      tell both          begins and ends of both, and second; then it waits for the end
//      second             the same of the second alone

using Workbook.Coursework.Checking;

namespace Workbook.Coursework.Tests.Fixture;

/// <summary>A parent with scripts as its children.</summary>
internal sealed class ScriptedChecker : IDisposable
{
    private const string Words = """
        out=/proc/self/fd/$1
        tell() {
            case $1 in
                checks) echo '{"Errors":[],"Remarks":[],"Checks":['\
                    '{"Name":"one","Points":1,"Explains":"","Method":"A.B","Kind":0},'\
                    '{"Name":"two","Points":2,"Explains":"","Method":"A.C","Kind":0}]}';;
                begins) echo "{\"Begins\":\"$2\"}";;
                ends) echo "{\"Ends\":{\"Name\":\"$2\",\"MaxPoints\":1,\"Passed\":true,\"Verdict\":\"Proved\",\"Notes\":[]}}";;
                trouble) echo '{"Trouble":"the disk is full"}';;
                done) echo '{"Done":true}';;
                both) tell begins one; tell ends one; second;;
            esac > $out
        }
        second() { tell begins two; tell ends two; tell done; read -r job; }

        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("coursework-").FullName;

    /// <param name="script">What the child does. The variable <c>$life</c> is 1 in the first child, 2 in the second, and so
    /// on.</param>
    /// <param name="limits">What it may take.</param>
    public ScriptedChecker(string script, Limits? limits = null)
    {
        var (file, lives) = (Path.Combine(_folder, "checker.sh"), Path.Combine(_folder, "lives"));
        File.WriteAllText(file, $"echo >> {lives}\nlife=$(wc -l < {lives})\n{Words}{script}\n".ReplaceLineEndings("\n"));
        Parent = new CheckerProcess(["/bin/sh", file], limits);
    }

    public CheckerProcess Parent { get; }

    /// <summary>How many children there were.</summary>
    public int Lives => File.ReadAllLines(Path.Combine(_folder, "lives")).Length;

    public CheckReport Run(CancellationToken cancel = default, IProgress<CheckProgress>? progress = null)
    {
        var (assignment, answer) = (CounterExercise.Assignment, CounterExercise.Answer());
        return Parent.Run(new CheckJob { Assignment = assignment, Candidate = answer, Directory = _folder }, progress, cancel);
    }

    public void Dispose()
    {
        Parent.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
