namespace Workbook.Coursework.Compiling;

/// <summary>A sentence of help for the compile errors that learners meet most.</summary>
internal static class CompileHelp
{
    private static readonly Dictionary<string, string> _sentences = new(StringComparer.Ordinal)
    {
        ["CS1002"] = "A statement ends with a semicolon; one is missing here, or at the end of the line before.",
        ["CS1513"] = "A { has no } that closes it; look at the indentation above for the block that does not end.",
        ["CS1514"] = "A { is missing here: the body of a class or method stands in braces.",
        ["CS1022"] = "There is one } too many: a block above is closed twice.",
        ["CS1519"] = "Here the compiler expects a member of the class; a } above may close the method too early, or a word is misspelt.",
        ["CS1003"] = "The compiler expected that character here; look at the brackets and commas just before it.",
        ["CS1026"] = "A ( has no ) that closes it.",
        ["CS0103"] = "Nothing of that name is known here: is it misspelt, or declared in another method or block?",
        ["CS0246"] = "No type of that name is known: is it misspelt, or is a using missing at the top of the file?",
        ["CS0234"] = "That namespace has nothing of that name: is it misspelt?",
        ["CS0161"] = "Some way through the method ends without a return; each way must return a value.",
        ["CS0029"] = "A value of one type stands where another is wanted; convert it, or change the type of the variable.",
        ["CS0266"] = "The conversion could lose something, so it has to be written out: (int)value, for one.",
        ["CS0165"] = "The variable is read on some way on which nothing has been assigned to it; give it a value where it is declared.",
        ["CS0120"] = "That member belongs to an object, and here there is none: is a static in the way, or an object's name missing?",
        ["CS0185"] = "Only an object can be locked, not a number or another value: lock a private readonly object, or a Lock.",
        ["CS1996"] = "A lock belongs to a thread, and after an await another thread may go on: release it before, or use an async lock.",
        ["CS9217"] = "A Lock belongs to a thread, and after an await another thread may go on: release it before, or use an async lock.",
        ["CS0535"] = "The class promises that interface and lacks this member of it.",
        ["CS0738"] = "The member is there, but returns another type than the interface says.",
        ["CS0101"] = "There are two types of that name: another file declares it already. Keep one.",
        ["CS0111"] = "There are two members with that name and those parameters: keep one.",
        ["CS0122"] = "That member is private to its class.",
        ["CS0117"] = "The type has no member of that name: is it misspelt?",
        ["CS1061"] = "The object has no member of that name: is it misspelt, or is the variable of another type than you think?",
        ["CS7036"] = "An argument is missing in the call.",
        ["CS1501"] = "No method of that name takes so many arguments.",
        ["CS1503"] = "That argument is of another type than the parameter.",
        ["CS0019"] = "That operator is not there for these two types.",
        ["CS0128"] = "A variable of that name is there already in this block: give one of them another name.",
        ["CS0136"] = "A variable of that name is there already in a block around this one: give one of them another name.",
        ["CS0191"] = "A readonly field can be assigned in the constructor only.",
        ["CS0200"] = "The property can be read only.",
        ["CS4033"] = "A method that awaits is marked async, and returns a Task.",
        ["CS4032"] = "A method that awaits is marked async, and returns a Task.",
        ["CS0127"] = "The method returns nothing, so return stands there alone.",
        ["CS0126"] = "The method returns a value, so one has to stand behind return.",
        ["CS0260"] = "The type is declared twice; keep one.",
        ["CS0104"] = "Two namespaces have a type of that name; write the one you mean with its namespace.",
    };

    /// <summary>Empty: there is none.</summary>
    public static string For(string code) => _sentences.GetValueOrDefault(code, "");
}
