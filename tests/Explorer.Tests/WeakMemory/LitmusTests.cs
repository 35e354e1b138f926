namespace Workbook.Explorer.Tests.WeakMemory;

/// <summary>The outcomes that x86-TSO allows, and those that it forbids: all of them are seen, and no other. As tables, from Owens, Sarkar,
/// Sewell, "A better x86 memory model: x86-TSO", TPHOLs 2009, and the CACM paper of 2010.</summary>
[Collection("store buffers")] // each uses both cores while it compiles
public class LitmusTests
{
    private static readonly Litmus[] _tests =
    [
        new("SB", "x=1; r0=y", "y=1; r1=x"),
        new("SB+fences", "x=1; fence; r0=y", "y=1; fence; r1=x"),
        new("SB+exchanges", "r2=xchg x 1; r0=y", "r3=xchg y 1; r1=x"),
        new("SB+one fence", "x=1; fence; r0=y", "y=1; r1=x"),
        new("SB+one exchange", "r2=xchg x 1; r0=y", "y=1; r1=x"),
        new("SB of three", "x=1; r0=y", "y=1; r1=z", "z=1; r2=x"),
        new("MP", "x=1; y=1", "r0=y; r1=x"),
        new("MP of three", "x=1; y=1", "r0=y; z=1", "r1=z; r2=x"),
        new("LB", "r0=x; y=1", "r1=y; x=1"),
        new("IRIW", "x=1", "y=1", "r0=x; r1=y", "r2=y; r3=x"),
        new("WRC", "x=1", "r0=x; y=1", "r1=y; r2=x"),
        new("2+2W", "x=1; y=2", "y=1; x=2"),
        new("S", "x=2; y=1", "r0=y; x=1"),
        new("R", "x=1; y=1", "y=2; r0=x"),
        new("R+fence", "x=1; y=1", "y=2; fence; r0=x"),
        new("CoRR", "x=1; x=2", "r0=x; r1=x"),
        new("CoWR", "x=1; r0=x", "x=2"),
        new("n1", "x=2; r0=y", "y=1; x=1"),
        new("n2", "x=1; y=1", "x=2; z=1", "r0=y; r1=z; r2=x; r3=x"),
        new("n4", "r0=x; x=1; r1=x", "r2=x; x=2; r3=x"),
        new("n5", "x=1; r0=x", "x=2; r1=x"),
        new("n6", "x=1; r0=x; r1=y", "y=2; x=2"),
        new("n7", "x=1; r0=x; r1=y", "y=1; r2=y; r3=x"),
        new("own writes first, two of them", "x=1; x=2; r0=x; r1=y", "y=1; y=2; r2=y; r3=x"),
        new("a fence between two writes", "x=1; fence; y=1; r0=z", "z=1; r1=y; r2=x"),
        new("an exchange reads another's write", "x=1; r0=y", "r1=xchg x 2; y=1"),
    ];

    private static readonly Lazy<IReadOnlyList<Action>> _volatile = new(() => Litmus.Compile(_tests));
    private static readonly Lazy<IReadOnlyList<Action>> _plain = new(() => Litmus.Compile(_tests, isVolatile: false));

    public static TheoryData<string> Names => [.. _tests.Select(test => test.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void All_outcomes_of_the_machine_with_store_buffers_are_seen_and_no_other(string name) => Compare(_volatile.Value, name, MemoryModel.Tso);

    [Theory]
    [MemberData(nameof(Names))]
    public void Of_plain_accesses_too(string name) => Compare(_plain.Value, name, MemoryModel.Tso);

    [Theory]
    [MemberData(nameof(Names))]
    public void All_outcomes_of_interleavings_are_seen_and_no_other(string name) => Compare(_volatile.Value, name, MemoryModel.Interleaved);

    // What the papers print, so that the machine in these tests is not its own judge.
    [Theory]
    [InlineData("SB", "r0=0 r1=0", true, false)]
    [InlineData("SB+fences", "r0=0 r1=0", false, false)]
    [InlineData("SB+exchanges", "r0=0 r1=0", false, false)]
    [InlineData("SB+one fence", "r0=0 r1=0", true, false)]
    [InlineData("SB+one exchange", "r0=0 r1=0", true, false)]
    [InlineData("SB of three", "r0=0 r1=0 r2=0", true, false)]
    [InlineData("MP", "r0=1 r1=0", false, false)]
    [InlineData("MP of three", "r0=1 r1=1 r2=0", false, false)]
    [InlineData("LB", "r0=1 r1=1", false, false)]
    [InlineData("IRIW", "r0=1 r1=0 r2=1 r3=0", false, false)]
    [InlineData("WRC", "r0=1 r1=1 r2=0", false, false)]
    [InlineData("2+2W", "x=1 y=1", false, false)]
    [InlineData("S", "r0=1 x=2", false, false)]
    [InlineData("R", "r0=0 x=1 y=2", true, false)]
    [InlineData("R+fence", "r0=0 x=1 y=2", false, false)]
    [InlineData("CoRR", "r0=2 r1=1", false, false)]
    [InlineData("CoRR", "r0=1 r1=0", false, false)]
    [InlineData("CoWR", "r0=0", false, false)]
    [InlineData("n1", "r0=0 x=1", true, true)] // the paper asks for x=2 in the end
    [InlineData("n1", "r0=0 x=2", true, false)]
    [InlineData("n2", "r0=1 r1=1 r2=1 r3=2", false, false)]
    [InlineData("n4", "r0=2 r2=1", false, false)]
    [InlineData("n5", "r0=2 r1=1", false, false)]
    [InlineData("n6", "r0=1 r1=0 x=1 y=2", true, false)]
    [InlineData("n7", "r0=1 r1=0 r2=1 r3=0", true, false)]
    [InlineData("own writes first, two of them", "r0=2 r1=0 r2=2 r3=0", true, false)]
    [InlineData("a fence between two writes", "r0=0 r1=0 r2=0", true, false)]
    [InlineData("a fence between two writes", "r1=1 r2=0", false, false)]
    public void The_papers_say_so_of_this_outcome(string name, string outcome, bool isAllowed, bool isInterleaving)
    {
        var test = Test(_volatile.Value, name);
        Assert.Equal(isAllowed, Litmus.Outcomes(test, MemoryModel.Tso).Any(Has));
        Assert.Equal(isInterleaving, Litmus.Outcomes(test, MemoryModel.Interleaved).Any(Has));

        bool Has(string seen) => outcome.Split(' ').All(part => seen.Split(' ').Contains(part));
    }

    private static void Compare(IReadOnlyList<Action> tests, string name, MemoryModel memory) =>
        Assert.Equal(TsoMachine.Outcomes(_tests.First(test => test.Name == name), memory), Litmus.Outcomes(Test(tests, name), memory));

    private static Action Test(IReadOnlyList<Action> tests, string name) => tests[Array.FindIndex(_tests, test => test.Name == name)];
}
