import java.io.File;
import org.semanticweb.HermiT.Reasoner;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWL2RLProfile;
import org.semanticweb.owlapi.profiles.OWLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/** Prints, for each file: the violations of OWL 2 DL and OWL 2 RL, and whether HermiT finds it consistent. */
public class OwlCheck {
    public static void main(String[] files) throws Exception {
        OWLProfile[] profiles = {new OWL2DLProfile(), new OWL2RLProfile()};
        for (String file : files) {
            OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
            OWLOntology ontology = manager.loadOntologyFromOntologyDocument(new File(file));
            System.out.println("file\t" + file + "\t" + ontology.getAxiomCount());
            for (OWLProfile profile : profiles) {
                for (OWLProfileViolation violation : profile.checkOntology(ontology).getViolations()) {
                    String text = violation.toString().replaceAll("\\s+", " ");
                    System.out.println(profile.getClass().getSimpleName() + "\t" + text);
                }
            }
            System.out.println("consistent\t" + new Reasoner(ontology).isConsistent());
        }
    }
}
